// Everything on one core: whether a client sits on the same core as the server or on another decides what an
// answer costs the server more than the server does, and the kernel changes its mind between two windows.
import { spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'

/** Pins this process, and those it starts from now on, to the last core; says so, or why not. */
export function stayOnOneCore() {
  const core = String(availableParallelism() - 1)
  const { status, error } = spawnSync('taskset', ['--cpu-list', '--pid', core, String(process.pid)])
  const done = status === 0
  console.log(done ? `everything on core ${core}` : `on all cores: ${error?.message ?? 'taskset failed'}`)
  return done
}

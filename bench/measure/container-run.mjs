// One application in one memory cgroup under one load plan that comes from outside of it.
import { startLoad } from '../load/start-load.mjs'
import { startApp } from './app-process.mjs'
import { createMemoryCgroup } from './cgroup.mjs'
import { coldProgram } from './cold-program.mjs'
import { machineCpuMs, processCpuMs } from './cpu-accounting.mjs'
import { undisturbed } from './undisturbed.mjs'

const SETTLE_MS = 700
const LOOK_EVERY_MS = 25

/**
 * @param streams what to send, as in load/open-loop.mjs
 * @param warm lets the container use a program that others have in memory, at no cost to it
 * @returns the generator's outcome with the fate of the process, its memory, and who else used the machine
 */
export const runInContainer = (plan) => undisturbed(() => runOnce(plan))

async function runOnce({ limitBytes, streams, arrivals, node = process.execPath, warm, ...settings }) {
  const start = { ...settings, node: warm ? node : coldProgram(node) }
  const cgroup = createMemoryCgroup(limitBytes)
  let app
  try {
    app = await startApp({ ...start, cgroup, env: { CONTAINER_BYTES: String(limitBytes) } })
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS))
    const idleBytes = cgroup.workingSetBytes()
    const watch = watchProcess(cgroup, app.pid)
    const machineAtStart = machineCpuMs()
    const harnessAtStart = process.cpuUsage()
    const startedAt = performance.now()

    const load = startLoad({ port: app.port, arrivals, streams })
    app.exited.then(load.stop)
    const outcome = await load.result

    const { peakBytes, cpuMs } = watch.stop()
    const harness = process.cpuUsage(harnessAtStart)
    const knownMs = cpuMs + outcome.cpuRatio * outcome.elapsedMs + (harness.user + harness.system) / 1000
    return {
      ...outcome,
      fate: app.fate,
      exit: app.exit,
      output: app.exit ? app.output.slice(-2000) : undefined,
      oomKills: cgroup.oomKills(),
      livedSeconds: app.exit ? (app.exitedAtMs - startedAt) / 1000 : Number.POSITIVE_INFINITY,
      idleBytes,
      peakBytes,
      serverCores: cpuMs / outcome.elapsedMs,
      otherCores: Math.max(0, (machineCpuMs() - machineAtStart - knownMs) / outcome.elapsedMs),
    }
  } finally {
    await app?.stop()
    await cgroup.remove()
  }
}

/** Peak working set, and the CPU of the process as last seen while it lived. */
function watchProcess(cgroup, pid) {
  let peakBytes = 0
  let lastCpuMs = processCpuMs(pid)
  const before = lastCpuMs
  const look = () => {
    peakBytes = Math.max(peakBytes, cgroup.workingSetBytes())
    try {
      lastCpuMs = Math.max(lastCpuMs, processCpuMs(pid))
    } catch {
      // killed since
    }
  }
  const timer = setInterval(look, LOOK_EVERY_MS)
  return {
    stop() {
      clearInterval(timer)
      look()
      return { peakBytes, cpuMs: lastCpuMs - before }
    },
  }
}

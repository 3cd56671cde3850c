// A real memory cgroup, v1 or v2, for one process: what a container runtime makes, without one.
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

const V1 = {
  name: 'cgroup v1',
  limit: 'memory.limit_in_bytes',
  noSwap: (limitBytes) => [
    ['memory.memsw.limit_in_bytes', limitBytes],
    ['memory.swappiness', 0],
  ],
  usage: 'memory.usage_in_bytes',
  inactiveFile: 'total_inactive_file',
  kills: 'memory.oom_control',
}

const V2 = {
  name: 'cgroup v2',
  limit: 'memory.max',
  noSwap: () => [['memory.swap.max', 0]],
  usage: 'memory.current',
  inactiveFile: 'inactive_file',
  kills: 'memory.events',
}

/** Makes a group. Throws when this user or this machine cannot have one. */
export function makeMemoryCgroup(limitBytes, root = '/sys/fs/cgroup') {
  const { layout, parent } = findHierarchy(root)
  const folder = path.join(parent, `plimsoll-demo-${process.pid}-${Date.now().toString(36)}`)
  mkdirSync(folder)
  try {
    writeFileSync(path.join(folder, layout.limit), String(limitBytes))
  } catch (error) {
    rmdirSync(folder)
    throw error
  }
  for (const [file, value] of layout.noSwap(limitBytes)) tryWrite(path.join(folder, file), value)
  return {
    name: layout.name,
    isEnforced: true,
    limitBytes,
    /** The shell enters the group and then becomes Node, which sizes its heap by what it finds there. */
    command: (program) => ['/bin/sh', '-c', 'echo $$ > "$0/cgroup.procs" && exec "$@"', folder, ...program],
    /** The working set: what the kernel cannot take back at once. */
    usedBytes: () =>
      Number(read(folder, layout.usage)) - field(read(folder, 'memory.stat'), layout.inactiveFile),
    kills: () => field(read(folder, layout.kills), 'oom_kill'),
    remove: () => remove(folder),
  }
}

function findHierarchy(root) {
  const v1 = path.join(root, 'memory')
  if (existsSync(path.join(v1, V1.limit))) return { layout: V1, parent: v1 }
  const controllers = path.join(root, 'cgroup.controllers')
  if (!existsSync(controllers) || !words(controllers).includes('memory')) {
    throw new Error(`no memory controller under ${root}`)
  }
  // In a v2 hierarchy the groups below have only the controllers that their parent hands down.
  const handedDown = path.join(root, 'cgroup.subtree_control')
  if (!words(handedDown).includes('memory')) writeFileSync(handedDown, '+memory')
  return { layout: V2, parent: root }
}

const words = (file) => readFileSync(file, 'utf8').split(/\s+/)
const read = (folder, file) => readFileSync(path.join(folder, file), 'utf8')
const field = (text, name) => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1] ?? 0)

function tryWrite(file, value) {
  try {
    writeFileSync(file, String(value))
  } catch {
    // Without swap accounting there is no such file, and where there is no swap it does not matter.
  }
}

async function remove(folder) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return rmdirSync(folder)
    } catch (error) {
      if (error.code === 'ENOENT') return
      if (attempt === 50) throw error
      await wait(20) // The kernel still counts the process that has just ended.
    }
  }
}

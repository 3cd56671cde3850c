// A real memory cgroup for one child process, v1 or v2, without a container runtime.
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { CannotRun } from '../report/cannot-run.mjs'

const V1_ROOT = '/sys/fs/cgroup/memory'
const V2_ROOT = '/sys/fs/cgroup'

let created = 0

/** @returns a group limited to `limitBytes`, swap off where the kernel lets us */
export function createMemoryCgroup(limitBytes) {
  const name = `plimsoll-bench-${process.pid}-${++created}`
  try {
    if (existsSync(`${V1_ROOT}/memory.limit_in_bytes`)) return createV1(`${V1_ROOT}/${name}`, limitBytes)
    if (existsSync(`${V2_ROOT}/cgroup.controllers`)) return createV2(`${V2_ROOT}/${name}`, limitBytes)
  } catch (error) {
    throw new CannotRun(
      `this bench needs a real memory cgroup, and making one failed: ${error.message} (root is needed)`,
    )
  }
  throw new CannotRun(
    'this bench needs a real memory cgroup: no memory controller found under /sys/fs/cgroup',
  )
}

function createV1(path, limitBytes) {
  mkdirSync(path)
  writeFileSync(`${path}/memory.limit_in_bytes`, String(limitBytes))
  tryWrite(`${path}/memory.memsw.limit_in_bytes`, String(limitBytes))
  tryWrite(`${path}/memory.swappiness`, '0')
  return {
    version: 1,
    ...common(path),
    usageBytes: () => readNumber(`${path}/memory.usage_in_bytes`),
    workingSetBytes: () =>
      readNumber(`${path}/memory.usage_in_bytes`) - readField(`${path}/memory.stat`, 'total_inactive_file'),
    oomKills: () => readField(`${path}/memory.oom_control`, 'oom_kill'),
  }
}

function createV2(path, limitBytes) {
  if (!readFileSync(`${V2_ROOT}/cgroup.subtree_control`, 'utf8').includes('memory')) {
    writeFileSync(`${V2_ROOT}/cgroup.subtree_control`, '+memory')
  }
  mkdirSync(path)
  writeFileSync(`${path}/memory.max`, String(limitBytes))
  tryWrite(`${path}/memory.swap.max`, '0')
  return {
    version: 2,
    ...common(path),
    usageBytes: () => readNumber(`${path}/memory.current`),
    workingSetBytes: () =>
      readNumber(`${path}/memory.current`) - readField(`${path}/memory.stat`, 'inactive_file'),
    oomKills: () => readField(`${path}/memory.events`, 'oom_kill'),
  }
}

const common = (path) => ({
  path,
  /** Shell words that move the shell into the group before it becomes the command. */
  enter: `echo $$ > ${path}/cgroup.procs && exec "$@"`,
  async remove() {
    for (let attempt = 0; attempt < 50; attempt++) {
      try {
        return rmdirSync(path)
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 20)) // the kernel still counts the dead process
      }
    }
  },
})

function tryWrite(file, value) {
  try {
    writeFileSync(file, value)
  } catch {
    // without swap accounting there is nothing to switch off
  }
}

const readNumber = (file) => Number(readFileSync(file, 'utf8'))

function readField(file, field) {
  const line = readFileSync(file, 'utf8')
    .split('\n')
    .find((row) => row.startsWith(`${field} `))
  return line ? Number(line.slice(field.length + 1)) : Number.NaN
}

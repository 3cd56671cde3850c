import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'

/** A real memory cgroup, made for a test and removed after it. */
export interface MemoryGroup {
  readonly path: string
  /** What a process id is written to in order to move it here. */
  readonly procs: string
  /** `undefined` takes the limit away. */
  limit(bytes: number | undefined): void
  /** What the kernel counts, page cache included. */
  usageBytes(): number
  child(name: string): MemoryGroup
}

interface Controller {
  readonly root: string
  readonly limitFile: string
  readonly usageFile: string
  readonly none: string
}

const controllers: Controller[] = [
  {
    root: '/sys/fs/cgroup/memory',
    limitFile: 'memory.limit_in_bytes',
    usageFile: 'memory.usage_in_bytes',
    none: '-1',
  },
  { root: '/sys/fs/cgroup', limitFile: 'memory.max', usageFile: 'memory.current', none: 'max' },
]

const made: string[] = []
let count = 0

/** Makes a group at the root of the memory controller, or says why none can be made. */
export function createMemoryGroup(): MemoryGroup | { readonly reason: string } {
  const name = `plimsoll-test-${process.pid}-${count++}`
  try {
    const controller = controllers.find(canHold)
    if (controller === undefined) return { reason: 'no memory controller under /sys/fs/cgroup' }
    return groupAt(controller, `${controller.root}/${name}`)
  } catch (error) {
    return { reason: `no memory cgroup can be made: ${(error as Error).message}` }
  }
}

/** Removes what was made, the innermost first. The processes in it must have ended. */
export async function removeMemoryGroups(): Promise<void> {
  for (const path of made.splice(0).reverse()) {
    // The kernel takes a moment to let go of a process that has ended.
    for (let attempt = 0; attempt < 100 && existsSync(path); attempt += 1) {
      try {
        rmdirSync(path)
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    }
  }
}

function canHold({ root, limitFile }: Controller): boolean {
  if (limitFile === 'memory.max') {
    const enabled = `${root}/cgroup.subtree_control`
    return existsSync(enabled) && readFileSync(enabled, 'utf8').includes('memory')
  }
  return existsSync(`${root}/${limitFile}`)
}

function groupAt(controller: Controller, path: string): MemoryGroup {
  mkdirSync(path)
  made.push(path)
  return {
    path,
    procs: `${path}/cgroup.procs`,
    limit: (bytes) => writeFileSync(`${path}/${controller.limitFile}`, String(bytes ?? controller.none)),
    usageBytes: () => Number(readFileSync(`${path}/${controller.usageFile}`, 'utf8')),
    child(name) {
      // v2 passes a controller on only where it is told to.
      if (controller.limitFile === 'memory.max') writeFileSync(`${path}/cgroup.subtree_control`, '+memory')
      return groupAt(controller, `${path}/${name}`)
    },
  }
}

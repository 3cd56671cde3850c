import { readFileSync } from 'node:fs'
import { freemem } from 'node:os'
import { type MemoryGroup, memoryGroups } from '../live/memory-groups.js'

/** How much more memory the process can take before something ends it. */
export interface MemoryHeadroom {
  readonly availableBytes: number
  /** Who has no more to give. */
  readonly limitedBy: 'container' | 'host'
}

const FILES = {
  1: {
    limit: 'memory.limit_in_bytes',
    usage: 'memory.usage_in_bytes',
    reclaimable: /^total_inactive_file (\d+)$/m,
  },
  2: { limit: 'memory.max', usage: 'memory.current', reclaimable: /^inactive_file (\d+)$/m },
} as const

/**
 * Reads what container and host have left: the container's limit less its working set, on cgroup v1 and v2, and
 * what the host could give. Reads some ten small files; never throws.
 *
 * `root` stands in for `/`.
 */
export function readMemoryHeadroom(root = ''): MemoryHeadroom {
  const host: MemoryHeadroom = { availableBytes: hostAvailable(root), limitedBy: 'host' }
  const container = containerHeadroom(root)
  if (container === undefined || container >= host.availableBytes) return host
  return { availableBytes: Math.max(0, container), limitedBy: 'container' }
}

function containerHeadroom(root: string): number | undefined {
  const memberships = tryRead(`${root}/proc/self/cgroup`)
  const mounts = tryRead(`${root}/proc/self/mountinfo`)
  if (memberships === undefined || mounts === undefined) return undefined
  for (const group of memoryGroups(memberships, mounts)) {
    const headroom = headroomOf(group, root)
    if (headroom !== undefined) return headroom
  }
  return undefined
}

/** The least that any level leaves; `undefined` when none can be read. */
function headroomOf({ version, folders }: MemoryGroup, root: string): number | undefined {
  let least: number | undefined
  for (const folder of folders) {
    const files = FILES[version]
    const usage = amountIn(tryRead(`${root}${folder}/${files.usage}`))
    // The root group of v2 has no such files.
    if (usage === undefined) continue
    const limit = amountIn(tryRead(`${root}${folder}/${files.limit}`)) ?? Number.POSITIVE_INFINITY
    const stat = tryRead(`${root}${folder}/memory.stat`) ?? ''
    // Page cache that the kernel takes back first is not in the way.
    const workingSet = Math.max(0, usage - Number(files.reclaimable.exec(stat)?.[1] ?? 0))
    least = Math.min(least ?? Number.POSITIVE_INFINITY, limit - workingSet)
  }
  return least
}

/** `max`, and what is no number, is none. */
function amountIn(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+\s*$/.test(text) ? Number(text) : undefined
}

function hostAvailable(root: string): number {
  const kilobytes = /^MemAvailable:\s+(\d+) kB$/m.exec(tryRead(`${root}/proc/meminfo`) ?? '')?.[1]
  return kilobytes === undefined ? freemem() : Number(kilobytes) * 1024
}

function tryRead(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

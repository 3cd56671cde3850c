import type { MemoryProbe } from '../reading.js'
import type { CgroupMemory } from './cgroup-memory-reading.js'
import { type ResidentMemory, residentMemory } from './resident-memory.js'

/**
 * Makes the probe for decisions between two samples, over files that the sampler's readings keep open.
 *
 * It never throws: what cannot be read is `undefined`, as on a machine without a container limit. The
 * sampler's reading of the same files is the one that counts the failure.
 */
export function memoryProbe(cgroup: CgroupMemory, resident: ResidentMemory = residentMemory()): MemoryProbe {
  const probe: MemoryProbe = {
    containerUsedBytes: cgroup.usedBytes,
    containerLimitBytes: cgroup.limitBytes,
    rssBytes: resident.read(),
    look(exact = false) {
      const readable = tryLook(cgroup, exact)
      probe.containerUsedBytes = readable ? cgroup.usedBytes : undefined
      probe.containerLimitBytes = readable ? cgroup.limitBytes : undefined
      probe.rssBytes = resident.read()
    },
  }
  return probe
}

function tryLook(cgroup: CgroupMemory, exact: boolean): boolean {
  try {
    cgroup.look(exact)
    return true
  } catch {
    // The cheap look does not find out where a process that was moved is now; the exact one does.
    return exact ? false : tryLook(cgroup, true)
  }
}

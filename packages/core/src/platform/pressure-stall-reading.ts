import { parseFullStall } from '../cgroup/parse-pressure-stall.js'
import type { Reading } from '../reading.js'
import { content, KeptFile } from './kept-file.js'
import { type CgroupPlace, locateCgroup, membershipFile } from './locate-cgroup.js'

/**
 * Reads how long everything stood still for memory: of the container on cgroup v2, of the whole machine
 * elsewhere on Linux. About 2 µs and one small string. Fills nothing where the kernel was built without PSI.
 */
export function pressureStallReading({ cgroupRoot }: CgroupPlace = {}): Reading {
  let file = stallFile(cgroupRoot)
  let closed = false
  return {
    source: 'memory-stall',
    read(draft) {
      if (file === undefined || closed) return
      const length = file.tryRead()
      if (length >= 0) {
        draft.memoryStallRatio = parseFullStall(content.toString('latin1', 0, length))
        return
      }
      // The group is gone: the process was moved.
      file.close()
      file = stallFile(cgroupRoot)
    },
    close() {
      closed = true
      file?.close()
    },
  }
}

function stallFile(cgroupRoot: string | undefined): KeptFile | undefined {
  const landmark = { 1: 'memory.usage_in_bytes', 2: 'memory.pressure' }
  const { version, folders } = locateCgroup('memory', landmark, cgroupRoot)
  const own = version === 2 ? folders.map((folder) => KeptFile.tryOpen(`${folder}/memory.pressure`)) : []
  const [nearest, ...others] = own.filter((file) => file !== undefined)
  for (const file of others) file.close()
  if (nearest !== undefined) return nearest
  // A folder that stands in for /sys/fs/cgroup says nothing about /proc.
  if (membershipFile(cgroupRoot) === undefined) return undefined
  return KeptFile.tryOpen(`${cgroupRoot ?? ''}/proc/pressure/memory`)
}

import { statValue } from '../cgroup/stat-value.js'
import type { Reading } from '../reading.js'
import { content, KeptFile } from './kept-file.js'
import { type CgroupPlace, locateCgroup } from './locate-cgroup.js'

/** Periods in which the quota stopped the group; called the same in v1 and v2. */
const THROTTLED = Buffer.from('nr_throttled')

/**
 * Reads whether a CPU quota stopped the process since the reading before: a throttled process looks exactly
 * like one with a slow event loop. About 1.5 µs a level; the quota may sit on any of them.
 */
export function cpuThrottleReading({ cgroupRoot }: CgroupPlace = {}): Reading {
  let files = open(cgroupRoot)
  let before = throttledPeriods(files)
  return {
    source: 'cpu-throttle',
    read(draft) {
      const now = throttledPeriods(files)
      if (now === undefined) {
        // The group is gone: the process was moved. Only the next reading has something to compare with.
        closeAll(files)
        files = open(cgroupRoot)
        before = throttledPeriods(files)
        return
      }
      draft.cpuThrottled = before !== undefined && now > before
      before = now
    },
    close() {
      closeAll(files)
      files = []
    },
  }
}

function open(cgroupRoot: string | undefined): KeptFile[] {
  const { folders } = locateCgroup('cpu', { 1: 'cpu.stat', 2: 'cpu.stat' }, cgroupRoot)
  return folders.flatMap((folder) => KeptFile.tryOpen(`${folder}/cpu.stat`) ?? [])
}

/** Sum over the levels; `undefined` when one of them is gone or none of them tells. */
function throttledPeriods(files: readonly KeptFile[]): number | undefined {
  let sum: number | undefined
  for (const file of files) {
    const length = file.tryRead()
    if (length < 0) return undefined
    const periods = statValue(content, length, THROTTLED)
    if (periods >= 0) sum = (sum ?? 0) + periods
  }
  return sum
}

function closeAll(files: readonly KeptFile[]): void {
  for (const file of files) file.close()
}

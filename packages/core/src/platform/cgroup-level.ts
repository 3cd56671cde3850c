import type { MemoryFiles } from '../cgroup/memory-files.js'
import { SpareCache } from '../cgroup/page-cache.js'
import { parseLimit } from '../cgroup/parse-limit.js'
import { parseUsage } from '../cgroup/parse-usage.js'
import { statValue } from '../cgroup/stat-value.js'
import { content, KeptFile } from './kept-file.js'

/** One group on the way from the process up to the root, with its memory files open. */
export class CgroupLevel {
  /** The smallest of the group's limits, or `undefined`. */
  limitBytes: number | undefined
  /** The working set: usage without the page cache that the kernel can take back and nobody misses. */
  usedBytes = 0
  /** v1: the smallest limit of the group and all above it; -1 when it is not told. */
  hierarchicalLimitBytes = -1
  readonly #folder: string
  readonly #names: MemoryFiles
  readonly #limits: readonly KeptFile[]
  #usage: KeptFile | undefined
  #stat: KeptFile | undefined
  readonly #spareCache = new SpareCache()
  #spareBytes = 0

  constructor(folder: string, names: MemoryFiles) {
    this.#folder = folder
    this.#names = names
    this.#limits = names.limits.flatMap((name) => KeptFile.tryOpen(`${folder}/${name}`) ?? [])
  }

  readLimit(hostTotalBytes: number): void {
    let smallest: number | undefined
    for (const file of this.#limits) {
      const limit = parseLimit(content, file.read(), hostTotalBytes)
      if (limit !== undefined && (smallest === undefined || limit < smallest)) smallest = limit
    }
    this.limitBytes = smallest
  }

  /** Reads what can be reclaimed; about 7 µs on v1, more on v2. */
  readStat(): void {
    const { stat, inactiveFileKey, activeFileKey, mappedFileKey, hierarchicalLimitKey } = this.#names
    // Most groups have no limit, and their usage interests nobody: the other files are opened on demand.
    this.#stat ??= KeptFile.tryOpen(`${this.#folder}/${stat}`)
    if (this.#stat === undefined) return
    const length = this.#stat.read()
    this.#spareBytes = this.#spareCache.bytesOf({
      inactiveBytes: statValue(content, length, inactiveFileKey),
      activeBytes: statValue(content, length, activeFileKey),
      mappedBytes: statValue(content, length, mappedFileKey),
    })
    if (hierarchicalLimitKey) this.hierarchicalLimitBytes = statValue(content, length, hierarchicalLimitKey)
  }

  /** Reads the usage against the reclaimable part that `readStat` saw last; about 1 µs. */
  readUsage(): void {
    this.#usage ??= new KeptFile(`${this.#folder}/${this.#names.usage}`)
    const usage = parseUsage(content, this.#usage.read())
    if (usage === undefined)
      throw new Error(`Expected a number of bytes in ${this.#folder}/${this.#names.usage}`)
    this.usedBytes = Math.max(0, usage - this.#spareBytes)
  }

  close(): void {
    for (const file of this.#limits) file.close()
    this.#usage?.close()
    this.#stat?.close()
  }
}

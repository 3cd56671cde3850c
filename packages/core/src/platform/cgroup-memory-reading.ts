import { totalmem } from 'node:os'
import { type BindingLimit, bindingLimits } from '../cgroup/binding-limits.js'
import { MEMORY_FILES } from '../cgroup/memory-files.js'
import type { Reading } from '../reading.js'
import type { SampleDraft } from '../sample.js'
import { CgroupLevel } from './cgroup-level.js'
import { KeptFile } from './kept-file.js'
import { type CgroupPlace, locateCgroup, membershipFile } from './locate-cgroup.js'

/** The container's memory, for the sampler and, more cheaply, for a probe between two samples. */
export interface CgroupMemory extends Reading {
  /** Working set of the level that is nearest to its limit; `undefined` without a limit. */
  readonly usedBytes: number | undefined
  readonly limitBytes: number | undefined
  /** Why no limit can be read, for one line in the log; `undefined` when all is well. */
  readonly problem: string | undefined
  /**
   * Reads the usage again (about 2 µs); with `exact` the limits and the page cache too (about 15 µs).
   * Throws when the group can no longer be read.
   */
  look(exact?: boolean): void
}

export interface CgroupMemoryOptions extends CgroupPlace {
  /** Limits above it are none. */
  readonly hostTotalBytes?: number
}

/** A process is hardly ever moved, so where it is gets looked up at every so many exact looks. */
const LOOKS_PER_MEMBERSHIP_CHECK = 10

/** Opens the memory files of this process's cgroup, v1 or v2. Never throws; see `problem`. */
export function cgroupMemory(options: CgroupMemoryOptions = {}): CgroupMemory {
  return new CgroupMemoryReading(options)
}

class CgroupMemoryReading implements CgroupMemory {
  readonly source = 'cgroup'
  usedBytes: number | undefined
  limitBytes: number | undefined
  problem: string | undefined
  readonly #cgroupRoot: string | undefined
  readonly #hostTotalBytes: number
  #membership: KeptFile | undefined
  #membershipSeen = ''
  #looks = 0
  #levels: readonly CgroupLevel[] = []
  #binding: readonly BindingLimit<CgroupLevel>[] = []

  constructor({ cgroupRoot, hostTotalBytes = totalmem() }: CgroupMemoryOptions) {
    this.#cgroupRoot = cgroupRoot
    this.#hostTotalBytes = hostTotalBytes
    const path = membershipFile(cgroupRoot)
    this.#membership = path === undefined ? undefined : KeptFile.tryOpen(path)
    try {
      this.#membershipSeen = this.#membership?.readText() ?? ''
      this.#locate()
      this.#lookExactly()
    } catch (error) {
      this.problem = `the container's memory cannot be read: ${error instanceof Error ? error.message : String(error)}`
    }
  }

  read(draft: SampleDraft): void {
    this.look(true)
    draft.containerUsedBytes = this.usedBytes
    draft.containerLimitBytes = this.limitBytes
  }

  look(exact = false): void {
    if (!exact) {
      this.#pickNearest()
      return
    }
    this.#looks += 1
    if (this.#looks % LOOKS_PER_MEMBERSHIP_CHECK === 0 && this.#wasMoved()) this.#locate()
    try {
      this.#lookExactly()
    } catch {
      // The group is gone, which happens when the process was moved out of it: look where it is now.
      this.#locate()
      this.#lookExactly()
    }
  }

  close(): void {
    this.#closeLevels()
    this.#membership?.close()
    this.#membership = undefined
    this.usedBytes = undefined
    this.limitBytes = undefined
  }

  #locate(): void {
    this.#closeLevels()
    const landmark = { 1: MEMORY_FILES[1].usage, 2: MEMORY_FILES[2].usage }
    const { version, folders, problem } = locateCgroup('memory', landmark, this.#cgroupRoot)
    this.problem = problem
    this.#levels = folders.map((folder) => new CgroupLevel(folder, MEMORY_FILES[version]))
  }

  #lookExactly(): void {
    for (const level of this.#levels) level.readLimit(this.#hostTotalBytes)
    const own = this.#levels[0]
    own?.readStat()
    const hierarchical = own?.hierarchicalLimitBytes ?? -1
    this.#binding = bindingLimits(this.#levels, hierarchical, this.#hostTotalBytes)
    for (const { level } of this.#binding) {
      if (level !== own) level.readStat()
    }
    this.#pickNearest()
  }

  /** The level with the least left decides, which is not always the one with the smallest limit. */
  #pickNearest(): void {
    let least = Number.POSITIVE_INFINITY
    let usedBytes: number | undefined
    let limitBytes: number | undefined
    for (const binding of this.#binding) {
      binding.level.readUsage()
      const headroom = binding.limitBytes - binding.level.usedBytes
      if (headroom >= least) continue
      least = headroom
      usedBytes = binding.level.usedBytes
      limitBytes = binding.limitBytes
    }
    this.usedBytes = usedBytes
    this.limitBytes = limitBytes
  }

  #wasMoved(): boolean {
    const before = this.#membershipSeen
    this.#membershipSeen = this.#membership?.readText() ?? ''
    return this.#membershipSeen !== before
  }

  #closeLevels(): void {
    for (const level of this.#levels) level.close()
    this.#levels = []
    this.#binding = []
  }
}

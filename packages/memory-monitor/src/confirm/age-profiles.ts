import { type Generations, GenerationTracker, type HeapFrame, readHeapProfile } from '@plimsoll/heap/profile'
import type { AllocationSampling } from '../platform/allocation-sampling.js'
import { samplingInterval } from './sampling-interval.js'

export interface AgeProfilesParts {
  /** Absent when allocations are not to be sampled. */
  readonly sampling: AllocationSampling | undefined
  /** Whether somebody chose that code: the application's own, or that of a package which it lists. */
  readonly isChosen: (frame: HeapFrame) => boolean
  readonly onError: (error: unknown) => void
}

/** When a profile was taken. */
interface Mark {
  readonly atMs: number
  readonly requests: number
}

export interface SamplingStart extends Mark {
  readonly allocatedPerSecond: number
}

/** The profiles of an investigation: which of the allocations of each epoch still live. */
export class AgeProfiles {
  readonly #parts: AgeProfilesParts
  #tracker: GenerationTracker | undefined
  #blind: string | undefined
  /** Taken, and not read yet. */
  #taken: unknown
  #generations: Generations | undefined

  constructor(parts: AgeProfilesParts, from: SamplingStart) {
    this.#parts = parts
    const { sampling, isChosen } = parts
    const interval = samplingInterval(from.allocatedPerSecond)
    this.#blind = sampling === undefined ? 'allocations are not sampled' : sampling.start(interval)
    if (this.#blind !== undefined) return
    const began = sampling?.intervalBytes
    const session = began === undefined ? { from, intervalBytes: interval } : { intervalBytes: began }
    this.#tracker = new GenerationTracker({ ...session, by: isChosen })
  }

  /** Why the code cannot be named, in words. */
  get blind(): string | undefined {
    return this.#blind
  }

  get isSeeing(): boolean {
    return this.#tracker !== undefined
  }

  get generations(): Generations | undefined {
    // Once for each look: every place in the code that is followed is weighed.
    this.#generations ??= this.#tracker?.generations({ sites: 200 })
    return this.#generations
  }

  /** Takes a profile, which collects all garbage first; whether that was done. */
  take(): boolean {
    if (this.#tracker === undefined) return false
    this.#taken = this.#parts.sampling?.profile()
    if (this.#taken !== undefined) return true
    // V8 has one sampler: what was seen until now says nothing of what has stayed since.
    this.#tracker = undefined
    this.#blind = 'somebody else has ended the sampling of allocations'
    return false
  }

  /** Makes of the profile that was taken what can be judged by, piece by piece. */
  *digest(mark: Mark): Generator<void, void> {
    const taken = this.#taken
    this.#taken = undefined
    if (taken === undefined) return
    try {
      const profile = readHeapProfile(taken)
      yield
      this.#tracker?.add(profile, mark)
      this.#generations = undefined
      yield
    } catch (error) {
      this.#parts.onError(error)
    }
  }

  /** Whether that collected all garbage. */
  close(): boolean {
    return this.#blind === undefined && (this.#parts.sampling?.stop() ?? false)
  }
}

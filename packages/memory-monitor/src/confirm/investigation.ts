import type { Sample } from '@plimsoll/core'
import { type Generations, GenerationTracker, type HeapFrame, readHeapProfile } from '@plimsoll/heap/profile'
import { type LeakKind, unitOf } from '../leak-kind.js'
import type { AllocationSampling } from '../platform/allocation-sampling.js'
import type { HeapAfterCollection } from '../platform/heap-after-collection.js'
import type { PauseStopwatch } from '../platform/pause-stopwatch.js'
import type { NativeMemory } from '../watch/native-memory.js'
import { countedOf, type Evidence, type ExactPoint, exactPoint } from './exact-point.js'
import { affordableObservationMs } from './life-left.js'
import { nextLookMs } from './pause-budget.js'
import { PointBook } from './point-book.js'
import { samplingInterval } from './sampling-interval.js'
import { believable, stillGrows, type Verdict, verdicts } from './verdict.js'

/** Points in an observation, as long as they cost little. */
const POINTS = 8
/** The first come sooner: what kills within minutes cannot be looked at for ten. One is about requests in flight. */
const FIRST_POINTS = 2
const FIRST_GAP_MS = 10_000
const SETTLING_POINTS = 1
/**
 * How long a trend must have been looked at, in observations, before two looks in a row that say so are believed;
 * when one whose name is not known, or that slows down a little, is told all the same; and when looking is given up.
 */
const BELIEVED_AFTER = 1.25
const NAMED_AFTER = 1.75
const GIVEN_UP_AFTER = 4
/** So many and still none are an answer. */
const ENOUGH_POINTS = 18
/** Where the next look is that much later than it might be, one has to do. */
const SPARSE = 2
/** Looking is no use before there is something to see. */
const CLEARED_AFTER_POINTS = 8

export interface InvestigationParts {
  /** Collects all garbage, where reading a profile has not done so already. */
  readonly collect: () => void
  readonly heapAfterCollection: HeapAfterCollection
  /** Takes a sample, by which the live heap may be known. */
  readonly sample: (heapUsedBytes: number | undefined) => Sample
  /** Absent when allocations are not to be sampled. */
  readonly sampling: AllocationSampling | undefined
  readonly counts: () => { readonly handles: number | undefined; readonly listeners: number | undefined }
  readonly native: Pick<NativeMemory, 'bytes'>
  readonly stopwatch: PauseStopwatch
  /** Whether somebody chose that code: the application's own, or that of a package which it lists. */
  readonly isChosen: (frame: HeapFrame) => boolean
  readonly onError: (error: unknown) => void
}

export interface InvestigationOptions {
  readonly kinds: readonly LeakKind[]
  readonly observationMs: number
  readonly minGrowthBytes: number
  readonly capBytes?: number | undefined
}

export type Finding = 'open' | 'cleared' | readonly Verdict[]

/**
 * A closer look, once something is suspected: full collections at a distance, each an exact point of every
 * quantity, and which of the allocations of each epoch still live.
 */
export class Investigation {
  readonly #options: InvestigationOptions
  readonly #parts: InvestigationParts
  readonly #beganMs: number
  /** As asked for, or less when there is no time. */
  #observationMs: number
  #tracker: GenerationTracker | undefined
  #blind: string | undefined
  readonly #points = new PointBook()
  #generations: Generations | undefined
  #lastFound: readonly Verdict[] = []
  #taken = 0
  #dueMs: number
  #countDueMs: number
  pausedMs = 0
  longestPauseMs = 0

  constructor(
    options: InvestigationOptions,
    parts: InvestigationParts,
    from: { readonly atMs: number; readonly requests: number; readonly allocatedPerSecond: number },
  ) {
    this.#options = options
    this.#parts = parts
    this.#beganMs = from.atMs
    this.#observationMs = options.observationMs
    this.#dueMs = from.atMs
    this.#countDueMs = from.atMs
    const interval = samplingInterval(from.allocatedPerSecond)
    this.#blind =
      parts.sampling === undefined ? 'allocations are not sampled' : parts.sampling.start(interval)
    if (this.#blind !== undefined) return
    const began = parts.sampling?.intervalBytes
    const session = began === undefined ? { from, intervalBytes: interval } : { intervalBytes: began }
    this.#tracker = new GenerationTracker({ ...session, by: parts.isChosen })
  }

  /** Why the code cannot be named, in words. */
  get blind(): string | undefined {
    return this.#blind
  }

  get evidence(): Evidence {
    // Once for each look: every place in the code that is followed is weighed.
    this.#generations ??= this.#tracker?.generations({ sites: 200 })
    return { points: this.#points.all, generations: this.#generations }
  }

  get lastPoint(): ExactPoint | undefined {
    return this.#points.looks.at(-1)
  }

  /** What leaks by the last look, which the next one has to confirm. */
  get leaning(): readonly Verdict[] {
    return this.#lastFound
  }

  get collections(): number {
    return this.#taken
  }

  isDue(nowMs: number): boolean {
    return nowMs >= this.#dueMs
  }

  /** Whether counting is due although looking is not: where collections take long, looks are far apart. */
  isCountDue(nowMs: number): boolean {
    return this.#taken > 0 && nowMs >= this.#countDueMs && this.#counted.length > 0
  }

  /** Takes a point of what is counted, for which nothing has to be collected. */
  count(sample: Sample, requests: number): void {
    this.#points.addCount(countedOf(exactPoint(sample, requests, this.#parts.counts(), this.#parts.native)))
    this.#countDueMs = sample.atMs + this.#observationMs / POINTS
  }

  /** Takes a point now. Pauses for a full collection. */
  look(nowMs: number, requests: number): void {
    this.#generations = undefined
    const pause = this.#parts.stopwatch()
    const { heapUsedBytes } = this.#parts.heapAfterCollection(() => {
      if (!this.#addProfile(nowMs, requests) && this.#weighed.length > 0) this.#parts.collect()
    })
    const seen = this.#parts.sample(heapUsedBytes)
    const sample = heapUsedBytes === undefined ? seen : { ...seen, heapUsedBytes }
    const pauseMs = pause()
    this.pausedMs += pauseMs
    this.longestPauseMs = Math.max(this.longestPauseMs, pauseMs)
    this.#taken += 1
    if (this.#taken > SETTLING_POINTS)
      this.#points.addLook(exactPoint(sample, requests, this.#parts.counts(), this.#parts.native))
    this.#hurry(sample)
    const gapMs = this.#observationMs / POINTS
    this.#countDueMs = nowMs + gapMs
    const leastMs = this.#taken <= FIRST_POINTS ? Math.min(gapMs, FIRST_GAP_MS) : gapMs
    this.#dueMs = nextLookMs(nowMs, pauseMs, leastMs, this.#isUrgent)
  }

  get #isUrgent(): boolean {
    return this.#observationMs < this.#options.observationMs
  }

  /** Looks faster when there would be no time to finish. */
  #hurry(sample: Sample): void {
    const mostMs = affordableObservationMs(this.#points.looks, { ...this.#options, sample })
    this.#observationMs = Math.min(this.#observationMs, mostMs)
  }

  get #counted(): readonly LeakKind[] {
    return this.#options.kinds.filter((kind) => unitOf(kind) === 'items')
  }

  get #weighed(): readonly LeakKind[] {
    return this.#options.kinds.filter((kind) => unitOf(kind) === 'bytes')
  }

  /** Reading a profile collects all garbage first. */
  #addProfile(atMs: number, requests: number): boolean {
    if (this.#tracker === undefined) return false
    const profile = this.#parts.sampling?.profile()
    if (profile === undefined) {
      // V8 has one sampler: what was seen until now says nothing of what has stayed since.
      this.#tracker = undefined
      this.#blind = 'somebody else has ended the sampling of allocations'
      return false
    }
    try {
      this.#tracker.add(readHeapProfile(profile), { atMs, requests })
    } catch (error) {
      this.#parts.onError(error)
    }
    return true
  }

  /** Whether a leak without a name is worth a look or two more. */
  mayYetName(nowMs: number): boolean {
    return this.#tracker !== undefined && nowMs - this.#beganMs < NAMED_AFTER * this.#observationMs
  }

  /** Whether looking any longer would tell nothing new. */
  isExhausted(nowMs: number): boolean {
    return this.#taken >= ENOUGH_POINTS && nowMs - this.#beganMs >= GIVEN_UP_AFTER * this.#observationMs
  }

  /** Whether what is weighed grows as well, when only what is counted has been found to leak. */
  mayFindMore(found: Finding, nowMs: number): boolean {
    if (this.isExhausted(nowMs) || typeof found === 'string') return false
    if (found.some(({ kind }) => unitOf(kind) === 'bytes')) return false
    return this.#weighed.some((kind) => this.#points.growthOf(kind) >= this.#options.minGrowthBytes)
  }

  /** What there is to say after a look. */
  finding(nowMs: number): Finding {
    return this.#findingOf(this.#options.kinds, nowMs)
  }

  /** What there is to say after counting, of which bytes know nothing new. */
  countFinding(nowMs: number): Finding {
    return this.#findingOf(this.#counted, nowMs)
  }

  #findingOf(asked: readonly LeakKind[], nowMs: number): Finding {
    const { kinds, minGrowthBytes } = this.#options
    const observationMs = this.#observationMs
    const lookedMs = nowMs - this.#beganMs
    const trendMs = BELIEVED_AFTER * observationMs
    if (lookedMs >= trendMs) {
      const before = this.#lastFound
      const mayWait = lookedMs < NAMED_AFTER * observationMs && !this.#isUrgent
      const found = verdicts(this.evidence, { kinds: asked, minGrowthBytes, trendMs, mayWait })
      this.#lastFound = [...before.filter(({ kind }) => !asked.includes(kind)), ...found]
      const believed = believable(found, before, this.#dueMs - nowMs > SPARSE * (observationMs / POINTS))
      if (believed.length > 0) return believed
      if (this.isExhausted(nowMs)) return 'cleared'
    }
    if (this.#points.looks.length < CLEARED_AFTER_POINTS) return 'open'
    const points = this.#points.all
    const grows = (kind: LeakKind) => stillGrows(kind, points, { minGrowthBytes, trendMs })
    return kinds.some(grows) ? 'open' : 'cleared'
  }

  /** Whether that collected all garbage. */
  close(): boolean {
    return this.#blind === undefined && (this.#parts.sampling?.stop() ?? false)
  }
}

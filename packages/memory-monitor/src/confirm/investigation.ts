import type { Sample } from '@plimsoll/core'
import { type LeakKind, unitOf } from '../leak-kind.js'
import type { HeapAfterCollection } from '../platform/heap-after-collection.js'
import type { PauseStopwatch } from '../platform/pause-stopwatch.js'
import type { NativeMemory } from '../watch/native-memory.js'
import { AgeProfiles, type AgeProfilesParts, type SamplingStart } from './age-profiles.js'
import { countedOf, type Evidence, type ExactPoint, exactPoint } from './exact-point.js'
import { affordableObservationMs } from './life-left.js'
import { nextLookMs } from './pause-budget.js'
import { PointBook } from './point-book.js'
import { believable, stillGrows, type Verdict, verdictOn } from './verdict.js'

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

export interface InvestigationParts extends AgeProfilesParts {
  /** Collects all garbage, where reading a profile has not done so already. */
  readonly collect: () => void
  readonly heapAfterCollection: HeapAfterCollection
  /** Takes a sample, by which the live heap may be known. */
  readonly sample: (heapUsedBytes: number | undefined) => Sample
  readonly counts: () => { readonly handles: number | undefined; readonly listeners: number | undefined }
  readonly native: Pick<NativeMemory, 'bytes'>
  readonly stopwatch: PauseStopwatch
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
  readonly #profiles: AgeProfiles
  readonly #points = new PointBook()
  #lastFound: readonly Verdict[] = []
  #taken = 0
  #look = { atMs: 0, requests: 0, costMs: 0, leastGapMs: 0 }
  #dueMs: number
  #countDueMs: number
  pausedMs = 0
  longestPauseMs = 0

  constructor(options: InvestigationOptions, parts: InvestigationParts, from: SamplingStart) {
    this.#options = options
    this.#parts = parts
    this.#beganMs = from.atMs
    this.#observationMs = options.observationMs
    this.#dueMs = from.atMs
    this.#countDueMs = from.atMs
    this.#profiles = new AgeProfiles(parts, from)
  }

  /** Why the code cannot be named, in words. */
  get blind(): string | undefined {
    return this.#profiles.blind
  }

  get evidence(): Evidence {
    return { points: this.#points.all, generations: this.#profiles.generations }
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

  /** Takes a point now. Pauses for a full collection, and for little more: `digest()` does the rest. */
  look(nowMs: number, requests: number): void {
    const pause = this.#parts.stopwatch()
    const { heapUsedBytes } = this.#parts.heapAfterCollection(() => {
      if (!this.#profiles.take() && this.#weighed.length > 0) this.#parts.collect()
    })
    const seen = this.#parts.sample(heapUsedBytes)
    const sample = heapUsedBytes === undefined ? seen : { ...seen, heapUsedBytes }
    this.#taken += 1
    if (this.#taken > SETTLING_POINTS)
      this.#points.addLook(exactPoint(sample, requests, this.#parts.counts(), this.#parts.native))
    this.#hurry(sample)
    const gapMs = this.#observationMs / POINTS
    this.#countDueMs = nowMs + gapMs
    const leastGapMs = this.#taken <= FIRST_POINTS ? Math.min(gapMs, FIRST_GAP_MS) : gapMs
    this.#look = { atMs: nowMs, requests, costMs: 0, leastGapMs }
    this.addPause(pause())
  }

  /** What the last look leads to pauses the process as well, and is paid for with it. */
  addPause(pauseMs: number): void {
    const look = this.#look
    look.costMs += pauseMs
    this.pausedMs += pauseMs
    this.longestPauseMs = Math.max(this.longestPauseMs, pauseMs)
    this.#dueMs = nextLookMs(look.atMs, look.costMs, look.leastGapMs, this.#isUrgent)
  }

  /** Reads what the last look has brought, piece by piece. */
  digest(): Generator<void, void> {
    return this.#profiles.digest(this.#look)
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

  /** Whether that much longer was looked than is believed at the earliest. */
  hasLookedFor(patience: number, nowMs: number): boolean {
    return nowMs - this.#beganMs >= patience * BELIEVED_AFTER * this.#observationMs
  }

  /** Whether a leak without a name is worth a look or two more. */
  mayYetName(nowMs: number): boolean {
    return this.#profiles.isSeeing && nowMs - this.#beganMs < NAMED_AFTER * this.#observationMs
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
  finding(nowMs: number): Generator<void, Finding> {
    return this.#findingOf(this.#options.kinds, nowMs)
  }

  /** What there is to say after counting, of which bytes know nothing new. */
  countFinding(nowMs: number): Generator<void, Finding> {
    return this.#findingOf(this.#counted, nowMs)
  }

  *#findingOf(asked: readonly LeakKind[], nowMs: number): Generator<void, Finding> {
    const { kinds, minGrowthBytes } = this.#options
    const observationMs = this.#observationMs
    const lookedMs = nowMs - this.#beganMs
    const trendMs = BELIEVED_AFTER * observationMs
    if (lookedMs >= trendMs) {
      const before = this.#lastFound
      const mayWait = lookedMs < NAMED_AFTER * observationMs && !this.#isUrgent
      const { evidence } = this
      const found: Verdict[] = []
      for (const kind of asked) {
        yield
        found.push(...verdictOn(kind, evidence, { minGrowthBytes, trendMs, mayWait }))
      }
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
    return this.#profiles.close()
  }
}

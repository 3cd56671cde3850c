import type { Sample, Sampler } from '@plimsoll/core'
import { type LeakKind, unitOf } from '../leak-kind.js'
import type { Retraction } from '../monitor-events.js'
import type { LeakReport } from '../report/leak-report.js'
import type { Slope } from '../trend/theil-sen.js'
import type { LimitWatch } from '../watch/limit-watch.js'
import { Confirmed } from './confirmed.js'
import { type ExactPoint, exactPoint } from './exact-point.js'
import type { Investigation, InvestigationParts } from './investigation.js'
import { addPauses, NO_PAUSES, type Pauses } from './pauses.js'

export interface AftercareParts
  extends Pick<InvestigationParts, 'stopwatch' | 'collect' | 'heapAfterCollection' | 'counts' | 'native'> {
  readonly sampler: Pick<Sampler, 'latest' | 'noteLiveHeap'>
  readonly limits: Pick<LimitWatch, 'facts'>
  readonly retracted: (retraction: Retraction) => void
}

/** What comes after an investigation: its sampling is ended, and what it found is followed in case it levels off. */
export class Aftercare {
  readonly #parts: AftercareParts
  readonly #confirmed: Confirmed
  /** Its sampling still runs: to end it collects, and the last look has just done so. */
  #ended: Investigation | undefined
  /** Of what is over. */
  #pauses = NO_PAUSES

  constructor(observationMs: number, parts: AftercareParts) {
    this.#parts = parts
    this.#confirmed = new Confirmed(observationMs)
  }

  get isFollowing(): boolean {
    return !this.#confirmed.isEmpty
  }

  leaksAt(nowMs: number): readonly LeakReport[] {
    return this.#confirmed.leaksAt(nowMs)
  }

  /** Whether an investigation is not quite over. */
  get isEnding(): boolean {
    return this.#ended !== undefined
  }

  get cost(): Pauses {
    return addPauses(this.#pauses, this.#ended ?? NO_PAUSES)
  }

  has(kind: LeakKind): boolean {
    return this.#confirmed.has(kind)
  }

  /** @param atMs when it was found, and its forecast made */
  add(report: LeakReport, perSecond: Slope, atMs: number): void {
    this.#confirmed.add(report, perSecond, atMs)
  }

  take(investigation: Investigation): void {
    this.close()
    this.#ended = investigation
  }

  /** Whether it is time to end what is over, or for another point. */
  isDue(nowMs: number): boolean {
    return this.#ended?.isDue(nowMs) ?? this.#confirmed.isDue(nowMs)
  }

  /** Takes a point of what was found. Pauses for a full collection, which is the one that ends the sampling. */
  *follow(atMs: number, requests: number): Generator<void, void> {
    const { stopwatch, collect, heapAfterCollection, counts, native, sampler } = this.#parts
    const pause = stopwatch()
    const { result: collections, heapUsedBytes } = heapAfterCollection(() => {
      if (this.close()) return 1
      if (!this.#confirmed.kinds.some((kind) => unitOf(kind) === 'bytes')) return 0
      collect()
      return 1
    })
    const pauseMs = pause()
    this.#pauses = addPauses(this.#pauses, { collections, pausedMs: pauseMs, longestPauseMs: pauseMs })
    this.#confirmed.rest(atMs, pauseMs)
    const seen = sampler.noteLiveHeap(heapUsedBytes)
    const sample = heapUsedBytes === undefined ? seen : { ...seen, heapUsedBytes }
    const point = exactPoint(sample, requests, counts(), native)
    yield
    this.followWith(point, sample)
  }

  /** Takes a point that somebody else has paid for. */
  followWith(point: ExactPoint, sample: Sample): void {
    // What limits are judged by is read and reckoned for those alone.
    if (!this.isFollowing) return
    const { limits, retracted } = this.#parts
    for (const retraction of this.#confirmed.follow(point, sample, limits.facts)) retracted(retraction)
  }

  /** Ends what is over now; whether that collected all garbage. */
  close(): boolean {
    const ended = this.#ended
    this.#ended = undefined
    this.#pauses = addPauses(this.#pauses, ended ?? NO_PAUSES)
    return ended?.close() ?? false
  }
}

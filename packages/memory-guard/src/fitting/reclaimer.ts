import type { GarbageCollector } from '@plimsoll/core'
import { Pace } from './pace.js'
import { restMs } from './rest.js'

/** With nobody in for so long, a pause that is too long for requests hurts none, and shedding for ever would. */
const IDLE_MS = 1000
const IDLE_GAP_MS = 10_000
/** Clients that honour Retry-After ask every ten seconds or so. */
const ASKING_GAP_MS = 15_000
/** First guess of what a collection costs, measured after the first one: 92 ms for 380 MB of small objects. */
const FIRST_MS_PER_BYTE = 0.3 / 1e6
/** Giving back takes longer than a collection, so it may take a twentieth of the time; before the first, so much. */
const RELEASE_COLLECTIONS = 2
const RELEASE_REST_FACTOR = 20

/**
 * How much garbage V8 may let pile up while the loop is saturated. In a heap that is limited to a few hundred
 * megabytes its own choice is 30 % of what is alive, and then it collects ten times a second.
 */
const SATURATED_GROWTH_PERCENT = 50
/** From this limit of the heap on V8 lets as much pile up by itself: 30 % at 256 MiB, 100 % at 2 GiB, then more. */
const LENIENT_HEAP_BYTES = 768 * 2 ** 20

export type ReclaimResult =
  | 'collected'
  | 'released'
  | 'useless'
  | 'too-soon'
  | 'pause-too-long'
  | 'unavailable'

/** What is known where a collection is asked for. */
export interface Need {
  readonly nowMs: number
  /** What is held, by what was learned: what a collection has to walk. */
  readonly liveBytes: number
  /** Whether next to nothing is in flight. */
  readonly idle: boolean
  /** Whether enough has ended since the last collection that the next one finds something. */
  readonly fresh: boolean
}

/** What was done last, when it began, and how long it took. */
interface Done {
  readonly what: 'collected' | 'released'
  readonly atMs: number
  readonly pauseMs: number
}

/** Whether and how the guard may collect garbage before it sheds. */
export interface ReclaimOptions {
  /** Skipped when a longer pause than this is to be expected. @default 150 */
  readonly maxPauseMs: number
}

/**
 * Collects garbage before requests are shed, within bounds.
 *
 * When a container is full it is full of garbage; once everything is shed nothing allocates, so V8 sees no
 * reason to collect, and a guard without this latches.
 */
export class Reclaimer {
  readonly counts: Record<ReclaimResult, number> = {
    collected: 0,
    released: 0,
    useless: 0,
    'too-soon': 0,
    'pause-too-long': 0,
    unavailable: 0,
  }
  readonly #collector: GarbageCollector
  readonly #maxPauseMs: number
  readonly #collecting = new Pace(
    (liveBytes) => FIRST_MS_PER_BYTE * liveBytes,
    (pauseMs) => restMs(pauseMs, this.#saturated),
  )
  readonly #releasing = new Pace(
    (liveBytes) => RELEASE_COLLECTIONS * this.#collecting.expectedMs(liveBytes, this.#last.atMs),
    (pauseMs) => RELEASE_REST_FACTOR * pauseMs,
  )
  #saturated = false
  #last: Done = { what: 'collected', atMs: 0, pauseMs: 0 }
  #sparing = false
  /** Since when requests have been turned away, again and again, with next to nothing in flight. */
  #idleSinceMs: number | undefined
  #askedMs = Number.NEGATIVE_INFINITY

  constructor(collector: GarbageCollector, options: ReclaimOptions | false) {
    this.#collector = collector
    this.#maxPauseMs = options === false ? Number.NEGATIVE_INFINITY : options.maxPauseMs
  }

  /** Collects if it is allowed now; `true` when it was done. */
  tryCollect({ nowMs, liveBytes, idle, fresh }: Need): boolean {
    const goesOn = idle && nowMs - this.#askedMs < ASKING_GAP_MS
    this.#idleSinceMs = goesOn ? (this.#idleSinceMs ?? nowMs) : undefined
    this.#askedMs = nowMs
    if (!this.#collector.available) return this.#refuse('unavailable')
    const backsOff = this.#collecting.backsOff(nowMs) && !fresh
    if (backsOff || this.#collecting.isResting(nowMs)) return this.#refuse('too-soon')
    const tooLong = this.#collecting.expectedMs(liveBytes, nowMs) > this.#maxPauseMs
    if (tooLong && !this.#isLatched(nowMs)) return this.#refuse('pause-too-long')
    const pauseMs = this.#collector.collect()
    this.#collecting.rest(pauseMs, nowMs, tooLong ? IDLE_GAP_MS : 0)
    this.#last = { what: 'collected', atMs: nowMs, pauseMs }
    return true
  }

  /** Collects and gives back what V8 keeps, if that is allowed now; `true` when it was done. */
  tryRelease(liveBytes: number, nowMs: number): boolean {
    const collecting = this.#collecting
    const releasing = this.#releasing
    if (!this.#collector.available || releasing.backsOff(nowMs)) return false
    if (collecting.isResting(nowMs) || releasing.isResting(nowMs)) return false
    if (releasing.expectedMs(liveBytes, nowMs) > this.#maxPauseMs) return false
    const pauseMs = this.#collector.release()
    releasing.rest(pauseMs, nowMs)
    collecting.rest(pauseMs, nowMs)
    this.#last = { what: 'released', atMs: nowMs, pauseMs }
    return true
  }

  /** Tells what the last one left alive, which is what it had to walk. */
  left(liveBytes: number): void {
    const { atMs, pauseMs } = this.#last
    this.#paceOfLast.took(pauseMs, liveBytes, atMs)
  }

  /** Tells whether the last one made room; when none does, they become rare. */
  judge(useful: boolean, nowMs: number): void {
    this.counts[useful ? this.#last.what : 'useless'] += 1
    this.#paceOfLast.judge(useful, nowMs)
  }

  /** Call before code gets hot. */
  prepare(): void {
    if (this.#maxPauseMs >= 0) this.#collector.prepare()
  }

  /** Collects less often while the loop has no time to spare, and lets V8 do so where it is strict. */
  spareTheLoop(saturated: boolean, heapLimitBytes = 0): void {
    this.#saturated = saturated
    const spare = saturated && heapLimitBytes < LENIENT_HEAP_BYTES
    if (spare === this.#sparing || this.#maxPauseMs < 0) return
    this.#sparing = spare
    this.#collector.letGarbageGrow(spare ? SATURATED_GROWTH_PERCENT : undefined)
  }

  get #paceOfLast(): Pace {
    return this.#last.what === 'released' ? this.#releasing : this.#collecting
  }

  /** Whether collecting is wanted at all, and nobody could be let in for a while. */
  #isLatched(nowMs: number): boolean {
    return this.#maxPauseMs >= 0 && this.#idleSinceMs !== undefined && nowMs - this.#idleSinceMs >= IDLE_MS
  }

  #refuse(result: ReclaimResult): false {
    this.counts[result] += 1
    return false
  }
}

import type { GarbageCollector } from '@plimsoll/core'

/** Never more than a fifth of the time in collections that we ask for. */
const REST_FACTOR = 4
const MIN_GAP_MS = 100
const MAX_GAP_MS = 30_000
/** With nobody in for so long, a pause that is too long for requests hurts none, and shedding for ever would. */
const IDLE_MS = 1000
const IDLE_GAP_MS = 10_000
/** Clients that honour Retry-After ask every ten seconds or so. */
const ASKING_GAP_MS = 15_000
/** First guess of what a collection costs; measured after the first one. */
const FIRST_MS_PER_BYTE = 1 / 1e6
/** Giving back takes several collections, so it may take a twentieth of the time. */
const FIRST_RELEASE_MS_PER_BYTE = 3 * FIRST_MS_PER_BYTE
const RELEASE_REST_FACTOR = 20

/**
 * How much garbage V8 may let pile up while the loop is saturated. In a heap that is limited to a few hundred
 * megabytes its own choice is 30 % of what is alive, and then it collects ten times a second.
 */
const SATURATED_GROWTH_PERCENT = 50
/** From this limit of the heap on V8 lets as much pile up by itself: 30 % at 256 MiB, 100 % at 2 GiB, then more. */
const LENIENT_HEAP_BYTES = 768 * 2 ** 20

export type ReclaimResult = 'collected' | 'useless' | 'too-soon' | 'pause-too-long' | 'unavailable'

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
    useless: 0,
    'too-soon': 0,
    'pause-too-long': 0,
    unavailable: 0,
  }
  readonly #collector: GarbageCollector
  readonly #maxPauseMs: number
  #msPerByte = FIRST_MS_PER_BYTE
  #notBeforeMs = Number.NEGATIVE_INFINITY
  #uselessInARow = 0
  #releaseMsPerByte = FIRST_RELEASE_MS_PER_BYTE
  #noReleaseBeforeMs = Number.NEGATIVE_INFINITY
  #sparing = false
  /** Since when requests have been turned away, again and again, with next to nothing in flight. */
  #idleSinceMs: number | undefined
  #askedMs = Number.NEGATIVE_INFINITY

  constructor(collector: GarbageCollector, options: ReclaimOptions | false) {
    this.#collector = collector
    this.#maxPauseMs = options === false ? Number.NEGATIVE_INFINITY : options.maxPauseMs
  }

  /** Pause to be expected for that many live bytes. */
  expectedPauseMs(liveBytes: number): number {
    return this.#msPerByte * liveBytes
  }

  /** Collects if it is allowed now; `true` when it was done. */
  tryCollect(liveBytes: number, nowMs: number, idle: boolean): boolean {
    const goesOn = idle && nowMs - this.#askedMs < ASKING_GAP_MS
    this.#idleSinceMs = goesOn ? (this.#idleSinceMs ?? nowMs) : undefined
    this.#askedMs = nowMs
    if (!this.#collector.available) return this.#refuse('unavailable')
    if (nowMs < this.#notBeforeMs) return this.#refuse('too-soon')
    const tooLong = this.expectedPauseMs(liveBytes) > this.#maxPauseMs
    if (tooLong && !this.#isLatched(nowMs)) return this.#refuse('pause-too-long')
    const pauseMs = this.#collector.collect()
    this.#msPerByte = pauseMs / Math.max(liveBytes, 1e6)
    this.#notBeforeMs = nowMs + pauseMs + Math.max(tooLong ? IDLE_GAP_MS : MIN_GAP_MS, REST_FACTOR * pauseMs)
    return true
  }

  /** Collects and gives back what V8 keeps, if that is allowed now; `true` when it was done. */
  tryRelease(liveBytes: number, nowMs: number): boolean {
    if (!this.#collector.available || nowMs < Math.max(this.#notBeforeMs, this.#noReleaseBeforeMs))
      return false
    if (this.#releaseMsPerByte * liveBytes > this.#maxPauseMs) return false
    const pauseMs = this.#collector.release()
    this.#releaseMsPerByte = pauseMs / Math.max(liveBytes, 1e6)
    this.#noReleaseBeforeMs = nowMs + pauseMs * (1 + RELEASE_REST_FACTOR)
    this.#notBeforeMs = nowMs + pauseMs + Math.max(MIN_GAP_MS, REST_FACTOR * pauseMs)
    return true
  }

  /** Tells whether the last collection made room; when none does, they become rare. */
  judge(useful: boolean, nowMs: number): void {
    this.counts[useful ? 'collected' : 'useless'] += 1
    this.#uselessInARow = useful ? 0 : this.#uselessInARow + 1
    if (useful) return
    const gapMs = Math.min(MAX_GAP_MS, MIN_GAP_MS * 2 ** this.#uselessInARow)
    this.#notBeforeMs = Math.max(this.#notBeforeMs, nowMs + gapMs)
  }

  /** Call before code gets hot. */
  prepare(): void {
    if (this.#maxPauseMs >= 0) this.#collector.prepare()
  }

  /** Lets V8 collect less often while the loop has no time to spare, where it is strict. */
  spareTheLoop(saturated: boolean, heapLimitBytes = 0): void {
    const spare = saturated && heapLimitBytes < LENIENT_HEAP_BYTES
    if (spare === this.#sparing || this.#maxPauseMs < 0) return
    this.#sparing = spare
    this.#collector.letGarbageGrow(spare ? SATURATED_GROWTH_PERCENT : undefined)
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

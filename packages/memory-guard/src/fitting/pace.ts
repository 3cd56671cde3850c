/** After a useless one the next waits for twice as long, then for twice that, and so on. */
const BACK_OFF_MS = 100
const LONGEST_BACK_OFF_MS = 30_000
/** Of so many the fastest counts: whoever else wants the core makes them longer, never shorter. */
const REMEMBERED = 4
/** What was measured so long ago counts half: one that took too long is tried again, the longer it took the later. */
const HALF_LIFE_MS = 15_000

/** How long one kind of collection takes, how long it rests after one, and how it gets rare where it is useless. */
export class Pace {
  readonly #firstMs: (liveBytes: number) => number
  readonly #restMs: (pauseMs: number) => number
  /** Milliseconds for each byte that was alive, the latest first. */
  #measured: readonly number[] = []
  #measuredMs = 0
  #restsUntilMs = Number.NEGATIVE_INFINITY
  #uselessInARow = 0
  #backsOffUntilMs = Number.NEGATIVE_INFINITY

  /** `firstMs` is what is expected before the first one was measured, `restMs` how long it rests after each. */
  constructor(firstMs: (liveBytes: number) => number, restMs: (pauseMs: number) => number) {
    this.#firstMs = firstMs
    this.#restMs = restMs
  }

  /** Pause to be expected for that many live bytes. */
  expectedMs(liveBytes: number, nowMs: number): number {
    if (this.#measured.length === 0) return this.#firstMs(liveBytes)
    const age = Math.max(0, nowMs - this.#measuredMs) / HALF_LIFE_MS
    return (Math.min(...this.#measured) * liveBytes) / 2 ** age
  }

  isResting(nowMs: number): boolean {
    return nowMs < this.#restsUntilMs
  }

  /** Whether the last ones were useless and it is too early to try again. */
  backsOff(nowMs: number): boolean {
    return nowMs < this.#backsOffUntilMs
  }

  /** Takes note of how long one took that left so many bytes alive. */
  took(pauseMs: number, liveBytes: number, nowMs: number): void {
    this.#measured = [pauseMs / Math.max(liveBytes, 1e6), ...this.#measured].slice(0, REMEMBERED)
    this.#measuredMs = nowMs
  }

  /** Rests after a pause of that length which began at `nowMs`, and at least so long. */
  rest(pauseMs: number, nowMs: number, leastMs = 0): void {
    this.#restsUntilMs = nowMs + pauseMs + Math.max(leastMs, this.#restMs(pauseMs))
  }

  /** Tells whether the last one made room. */
  judge(useful: boolean, nowMs: number): void {
    this.#uselessInARow = useful ? 0 : this.#uselessInARow + 1
    const waitMs = Math.min(LONGEST_BACK_OFF_MS, BACK_OFF_MS * 2 ** this.#uselessInARow)
    if (!useful) this.#backsOffUntilMs = nowMs + waitMs
  }
}

/** After a useless one the next waits for twice as long, then for twice that, and so on. */
const BACK_OFF_MS = 100
const LONGEST_BACK_OFF_MS = 30_000

/** How long one kind of collection takes, how long it rests after one, and how it gets rare where it is useless. */
export class Pace {
  readonly #firstMs: (liveBytes: number) => number
  readonly #restMs: (pauseMs: number) => number
  #msPerByte: number | undefined
  #restsUntilMs = Number.NEGATIVE_INFINITY
  #uselessInARow = 0
  #backsOffUntilMs = Number.NEGATIVE_INFINITY

  /** `firstMs` is what is expected before the first one was measured, `restMs` how long it rests after each. */
  constructor(firstMs: (liveBytes: number) => number, restMs: (pauseMs: number) => number) {
    this.#firstMs = firstMs
    this.#restMs = restMs
  }

  /** Pause to be expected for that many live bytes. */
  expectedMs(liveBytes: number): number {
    return this.#msPerByte === undefined ? this.#firstMs(liveBytes) : this.#msPerByte * liveBytes
  }

  isResting(nowMs: number): boolean {
    return nowMs < this.#restsUntilMs
  }

  /** Whether the last ones were useless and it is too early to try again. */
  backsOff(nowMs: number): boolean {
    return nowMs < this.#backsOffUntilMs
  }

  /** Takes note of one that began at `nowMs`. */
  took(pauseMs: number, liveBytes: number, nowMs: number): void {
    this.#msPerByte = pauseMs / Math.max(liveBytes, 1e6)
    this.rest(pauseMs, nowMs)
  }

  /** Rests as after a pause of that length, and at least so long. */
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

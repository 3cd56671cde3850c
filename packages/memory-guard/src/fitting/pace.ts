const MIN_GAP_MS = 100
const MAX_GAP_MS = 30_000

/** How long one kind of collection takes, how long it rests after one, and how it gets rare where it is useless. */
export class Pace {
  readonly #restFactor: number
  readonly #firstMs: (liveBytes: number) => number
  #msPerByte: number | undefined
  #restsUntilMs = Number.NEGATIVE_INFINITY
  #uselessInARow = 0
  #backsOffUntilMs = Number.NEGATIVE_INFINITY

  /** `firstMs` is what is expected before the first one was measured; it rests for `restFactor` times as long. */
  constructor(firstMs: (liveBytes: number) => number, restFactor: number) {
    this.#firstMs = firstMs
    this.#restFactor = restFactor
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
  rest(pauseMs: number, nowMs: number, gapMs = MIN_GAP_MS): void {
    this.#restsUntilMs = nowMs + pauseMs + Math.max(gapMs, this.#restFactor * pauseMs)
  }

  /** Tells whether the last one made room. */
  judge(useful: boolean, nowMs: number): void {
    this.#uselessInARow = useful ? 0 : this.#uselessInARow + 1
    const gapMs = Math.min(MAX_GAP_MS, MIN_GAP_MS * 2 ** this.#uselessInARow)
    if (!useful) this.#backsOffUntilMs = nowMs + gapMs
  }
}

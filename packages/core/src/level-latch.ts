/** What keeps a level from flapping. */
export interface LevelLatchOptions {
  /** Ratios at which level 1, 2, … is entered, ascending. */
  readonly enter: readonly number[]
  /** A level is left this much lower than it is entered. */
  readonly exitGapRatio: number
  /** Milliseconds a level is kept, unless the ratio stays below its exit for a whole second. */
  readonly minDwellMs: number
}

const QUIET_MS = 1000
/** Two changes a minute at most, the next way up included: each is paid with more than half a minute. */
const MS_PER_CHANGE = 40_000

/**
 * Turns a noisy ratio into a level that changes rarely.
 *
 * Up at once, because danger does not wait. Down one step or several, but only below `enter - exitGap`, not
 * before the dwell or a quiet second, and never so often that there are more than two changes a minute.
 */
export class LevelLatch {
  readonly #options: LevelLatchOptions
  #level = 0
  #sinceMs: number
  #belowSinceMs: number | undefined
  #lastDownMs = Number.NEGATIVE_INFINITY
  #changesSinceDown = 0

  constructor(options: LevelLatchOptions, nowMs: number) {
    this.#options = options
    this.#sinceMs = nowMs
  }

  get level(): number {
    return this.#level
  }

  /** When the present level was entered. */
  get sinceMs(): number {
    return this.#sinceMs
  }

  /** Takes a new ratio and returns the level. */
  update(ratio: number, nowMs: number): number {
    const { enter, exitGapRatio } = this.#options
    let up = this.#level
    while (up < enter.length && ratio >= (enter[up] as number)) up += 1
    if (up > this.#level) return this.#change(up, nowMs)
    let down = this.#level
    while (down > 0 && ratio < (enter[down - 1] as number) - exitGapRatio) down -= 1
    if (down === this.#level) {
      this.#belowSinceMs = undefined
      return this.#level
    }
    this.#belowSinceMs ??= nowMs
    return this.#mayLeave(nowMs) ? this.#change(down, nowMs) : this.#level
  }

  #mayLeave(nowMs: number): boolean {
    const quiet = nowMs - (this.#belowSinceMs ?? nowMs) >= QUIET_MS
    const dwelt = nowMs - this.#sinceMs >= this.#options.minDwellMs
    const paid = nowMs - this.#lastDownMs >= MS_PER_CHANGE * (this.#changesSinceDown + 1)
    return paid && (quiet || dwelt)
  }

  #change(level: number, nowMs: number): number {
    if (level < this.#level) {
      this.#lastDownMs = nowMs
      this.#changesSinceDown = 0
    } else {
      this.#changesSinceDown += 1
    }
    this.#level = level
    this.#sinceMs = nowMs
    this.#belowSinceMs = undefined
    return level
  }
}

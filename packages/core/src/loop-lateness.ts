/** How many ticks in a row must be late before the loop counts as late. */
const PERSISTENCE = 3

/**
 * Judges the event loop by how late the sampler's own timer fires.
 *
 * Timers run before the poll phase, so a flag raised after one stall would punish exactly the requests that
 * waited. The delay reported is therefore the smallest of the last few: what persists.
 */
export class LoopLateness {
  readonly #recent: number[] = []

  /** Milliseconds of the worst tick since the start, for whoever asks how long the loop was blocked. */
  longestMs = 0

  add(latenessMs: number): void {
    const late = Math.max(0, latenessMs)
    this.longestMs = Math.max(this.longestMs, late)
    this.#recent.push(late)
    if (this.#recent.length > PERSISTENCE) this.#recent.shift()
  }

  get persistentMs(): number {
    return this.#recent.length < PERSISTENCE ? 0 : Math.min(...this.#recent)
  }

  reset(): void {
    this.#recent.length = 0
  }
}

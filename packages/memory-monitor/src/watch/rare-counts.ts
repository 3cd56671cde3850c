import type { Counts } from './quantities.js'

/** Reads counts at most once in so many milliseconds: with 100,000 handles one reading takes a millisecond. */
export class RareCounts {
  readonly #read: () => Counts
  readonly #gapMs: number
  #counts: Counts = { handles: undefined, listeners: undefined }
  #dueMs = Number.NEGATIVE_INFINITY

  constructor(read: () => Counts, gapMs: number) {
    this.#read = read
    this.#gapMs = gapMs
  }

  /** At that time, or not long before. */
  at(nowMs: number): Counts {
    if (nowMs >= this.#dueMs) {
      this.#dueMs = nowMs + this.#gapMs
      this.#counts = this.#read()
    }
    return this.#counts
  }
}

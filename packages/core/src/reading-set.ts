import type { Reading } from './reading.js'
import type { SampleDraft } from './sample.js'

/** After so many failures in a row a reading is not believed any more. */
const FAILURES_TOLERATED = 3

interface Tracked {
  readonly reading: Reading
  /** What this reading filled in last. */
  fields: Partial<SampleDraft>
  failuresInARow: number
}

/**
 * Runs the readings one by one, so that one that fails takes nobody with it.
 *
 * Its last good values stay for three rounds; then they are dropped, because a guard that acts on a frozen
 * number would shed for ever. Without them the signal is silent and requests are admitted.
 */
export class ReadingSet {
  /** Failures since the start, by source. */
  readonly failures = new Map<string, number>()
  readonly #tracked: readonly Tracked[]
  readonly #onError: (error: unknown) => void

  constructor(readings: readonly Reading[], onError: (error: unknown) => void) {
    this.#tracked = readings.map((reading) => ({ reading, fields: {}, failuresInARow: 0 }))
    this.#onError = onError
  }

  /** Sources that are not believed at present. */
  get failing(): readonly string[] {
    return this.#tracked
      .filter((tracked) => tracked.failuresInARow >= FAILURES_TOLERATED)
      .map((tracked) => tracked.reading.source)
  }

  readInto(draft: SampleDraft): void {
    for (const tracked of this.#tracked) {
      this.#readOne(tracked, draft.atMs)
      Object.assign(draft, tracked.fields)
    }
  }

  close(): void {
    for (const { reading } of this.#tracked) {
      try {
        reading.close()
      } catch (error) {
        this.#onError(error)
      }
    }
  }

  #readOne(tracked: Tracked, atMs: number): void {
    const { source } = tracked.reading
    try {
      const fields = { atMs } as SampleDraft
      tracked.reading.read(fields)
      tracked.fields = fields
      tracked.failuresInARow = 0
    } catch (error) {
      this.failures.set(source, (this.failures.get(source) ?? 0) + 1)
      tracked.failuresInARow += 1
      if (tracked.failuresInARow === FAILURES_TOLERATED) tracked.fields = {}
      if (tracked.failuresInARow === 1) this.#onError(error)
    }
  }
}

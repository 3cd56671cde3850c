import type { Sample } from '@plimsoll/core'

/** Room for garbage per byte held, while the event loop has time to spare. */
const LEAST_ROOM = 1.2
/** The same when it has none. */
const MOST_ROOM = 1.55
/** The share of busy time from which room is added, and at which all of it is. */
const BUSY_RATIO = 0.9
const SATURATED_RATIO = 0.98
/** Samples come every 50 ms to 1 s; what counts is the last second or so. */
const MEMORY_MS = 1000

/**
 * How much room for garbage a byte in flight needs.
 *
 * Requests leave garbage behind, and with little room for it V8 collects all the time. As long as the loop has
 * time to spare that is a good trade: more requests in flight, more served. Once it is saturated, more in
 * flight only wait longer, for each other and for the collector.
 */
export class Saturation {
  #busyRatio = 0
  #atMs: number | undefined

  get roomFactor(): number {
    const over = (this.#busyRatio - BUSY_RATIO) / (SATURATED_RATIO - BUSY_RATIO)
    return LEAST_ROOM + (MOST_ROOM - LEAST_ROOM) * Math.min(1, Math.max(0, over))
  }

  update({ atMs, eventLoopUtilizationRatio }: Sample): void {
    const sinceMs = atMs - (this.#atMs ?? atMs)
    this.#atMs = atMs
    this.#busyRatio += (1 - Math.exp(-sinceMs / MEMORY_MS)) * (eventLoopUtilizationRatio - this.#busyRatio)
  }
}

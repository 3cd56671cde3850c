import type { Sample } from '@plimsoll/core'

/** Room for garbage per byte held, while the event loop has time to spare. */
export const LEAST_ROOM = 1.2
const MOST_ROOM = 4
const SATURATED_ROOM = 1.6
/** How busy the loop may be: what is left lets new connections in at once. */
const BUSY_RATIO = 0.96
/** How fast room follows, per second and per share of the time by which the loop is too busy, or not. */
const UP_PER_SECOND = 60
const DOWN_PER_SECOND = 20
/** After a pause in sampling nothing can be said of what was in between. */
const LONGEST_STEP_MS = 250

/**
 * How much room for garbage a byte in flight needs.
 *
 * Requests leave garbage behind, and with little room for it V8 collects all the time. As long as the loop has
 * time to spare that is a good trade: more requests in flight, more served. Once it is saturated, more in
 * flight only wait longer, for each other and for the collector, and new connections wait for all of them:
 * most Nodes accept one connection in each turn of the loop. So room grows until the loop has a little to spare.
 */
export class Saturation {
  #atMs: number | undefined
  #room = LEAST_ROOM
  #saturated = false

  get roomFactor(): number {
    return this.#room
  }

  /** Whether the loop has had no time to spare for a while; over when it has had some for a while. */
  get saturated(): boolean {
    return this.#saturated
  }

  update({ atMs, eventLoopUtilizationRatio }: Sample): void {
    const sinceMs = Math.min(LONGEST_STEP_MS, atMs - (this.#atMs ?? atMs))
    this.#atMs = atMs
    const over = eventLoopUtilizationRatio - BUSY_RATIO
    const step = ((over > 0 ? UP_PER_SECOND : DOWN_PER_SECOND) * over * sinceMs) / 1000
    this.#room = Math.min(MOST_ROOM, Math.max(LEAST_ROOM, this.#room + step))
    if (over > 0 && this.#room > SATURATED_ROOM) this.#saturated = true
    else if (this.#room <= LEAST_ROOM) this.#saturated = false
  }
}

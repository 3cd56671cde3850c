import type { Sample } from '@plimsoll/core'
import { LEAST_ROOM, Room } from './room.js'

const SATURATED_ROOM = 1.6
/** Not all of the time: what is left lets new connections in at once. */
const PACE = { busyRatio: 0.96, upPerSecond: 60, downPerSecond: 20, longestStepMs: 250 }

/**
 * How much room for garbage a byte in flight needs.
 *
 * Requests leave garbage behind, and with little room for it V8 collects all the time. As long as the loop has
 * time to spare that is a good trade: more requests in flight, more served. Once it is saturated, more in
 * flight only wait longer, for each other and for the collector, and new connections wait for all of them:
 * most Nodes accept one connection in each turn of the loop. So room grows until the loop has a little to spare.
 */
export class Saturation {
  readonly #room = new Room(LEAST_ROOM, PACE)
  #saturated = false

  get roomFactor(): number {
    return this.#room.factor
  }

  /** Whether the loop has had no time to spare for a while; over when it has had some for a while. */
  get saturated(): boolean {
    return this.#saturated
  }

  update(sample: Sample): void {
    const over = this.#room.follow(sample)
    if (over > 0 && this.roomFactor > SATURATED_ROOM) this.#saturated = true
    else if (this.roomFactor <= LEAST_ROOM) this.#saturated = false
  }
}

import type { Sample } from '@plimsoll/core'
import { MOST_ROOM, Room } from './room.js'

/** A loop that is less busy than this could have taken on more. */
const PACE = { busyRatio: 0.85, upPerSecond: 60, downPerSecond: 6, longestStepMs: 1000 }

/**
 * How much room for garbage a byte of a route needs whose code is cold.
 *
 * What is not known yet may hold more than was seen, and runs code that is not compiled yet. A process that is
 * thrown into full load takes on little at first, or it would spend its first seconds behind its own backlog.
 * Where the loop has time to spare although requests are held back, that was too careful: the room shrinks until
 * the loop is busy.
 */
export class ColdRoom {
  readonly #room = new Room(MOST_ROOM, PACE)
  #heldBack = false
  #heldBackBefore = false

  /** Room for a request of a route: that of the warm ones, and the more the colder (0 to 1) its own code is. */
  roomFor(coldness: number, warmRoom: number): number {
    return warmRoom + coldness * Math.max(0, this.#room.factor - warmRoom)
  }

  /** Takes note that a request was turned away for no other reason than room. */
  heldBack(): void {
    this.#heldBack = true
  }

  update(sample: Sample): void {
    // A sample that saw the flood begin holds the calm before it.
    this.#room.follow(sample, this.#heldBack && this.#heldBackBefore)
    this.#heldBackBefore = this.#heldBack
    this.#heldBack = false
  }
}

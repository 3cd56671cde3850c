import type { Sample } from '@plimsoll/core'
import { LEAST_ROOM } from './saturation.js'

/** What is not known yet may hold more than was seen, and runs code that is not compiled yet. */
const MOST_COLD_ROOM = 4
/** A loop that is less busy than this could have taken on more. */
const CALM_RATIO = 0.85
/** How fast it follows, per second and per share of the time by which the loop is busier or calmer. */
const UP_PER_SECOND = 60
const DOWN_PER_SECOND = 6
const LONGEST_STEP_MS = 1000

/**
 * How much room for garbage a byte of a route needs whose code is cold.
 *
 * A process that is thrown into full load takes on little at first, or it would spend its first seconds behind
 * its own backlog. Where the loop has time to spare although requests are held back, that was too careful: the
 * room shrinks until the loop is busy.
 */
export class ColdRoom {
  #atMs: number | undefined
  #room = MOST_COLD_ROOM
  #heldBack = false
  #heldBackBefore = false

  /** Room for a request of a route: that of the warm ones, and the more the colder (0 to 1) its own code is. */
  roomFor(coldness: number, warmRoom: number): number {
    return warmRoom + coldness * Math.max(0, this.#room - warmRoom)
  }

  /** Takes note that a request was turned away for no other reason than room. */
  heldBack(): void {
    this.#heldBack = true
  }

  update({ atMs, eventLoopUtilizationRatio }: Sample): void {
    const seconds = Math.min(LONGEST_STEP_MS, atMs - (this.#atMs ?? atMs)) / 1000
    this.#atMs = atMs
    const over = eventLoopUtilizationRatio - CALM_RATIO
    // A sample that saw the flood begin holds the calm before it.
    const wasTooCareful = this.#heldBack && this.#heldBackBefore
    this.#heldBackBefore = this.#heldBack
    this.#heldBack = false
    if (over <= 0 && !wasTooCareful) return
    const step = (over > 0 ? UP_PER_SECOND : DOWN_PER_SECOND) * over * seconds
    this.#room = Math.min(MOST_COLD_ROOM, Math.max(LEAST_ROOM, this.#room + step))
  }
}

import type { Sample } from '@plimsoll/core'

/** Room for garbage per byte held, where the event loop has time to spare. */
export const LEAST_ROOM = 1.2
export const MOST_ROOM = 4

/** How room follows the event loop. */
export interface RoomPace {
  /** How busy the loop may be. */
  readonly busyRatio: number
  /** Per second, and per share of the time by which the loop is busier than that. */
  readonly upPerSecond: number
  /** The same, where it is less busy. */
  readonly downPerSecond: number
  /** After a pause in sampling nothing can be said of what was in between. */
  readonly longestStepMs: number
}

/** Bytes of room for each byte held: more while the event loop is too busy, less while it has time to spare. */
export class Room {
  readonly #pace: RoomPace
  #atMs: number | undefined
  #factor: number

  constructor(factor: number, pace: RoomPace) {
    this.#factor = factor
    this.#pace = pace
  }

  get factor(): number {
    return this.#factor
  }

  /** Follows a sample, upwards only unless it `mayShrink`; tells by how much the loop is too busy. */
  follow({ atMs, eventLoopUtilizationRatio }: Sample, mayShrink = true): number {
    const { busyRatio, upPerSecond, downPerSecond, longestStepMs } = this.#pace
    const seconds = Math.min(longestStepMs, atMs - (this.#atMs ?? atMs)) / 1000
    this.#atMs = atMs
    const over = eventLoopUtilizationRatio - busyRatio
    const perSecond = over > 0 ? upPerSecond : mayShrink ? downPerSecond : 0
    this.#factor = Math.min(MOST_ROOM, Math.max(LEAST_ROOM, this.#factor + perSecond * over * seconds))
    return over
  }
}

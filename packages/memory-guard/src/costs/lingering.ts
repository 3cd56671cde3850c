import type { RouteCost } from './route-cost.js'

/** A response whose client has left: as long as its handler has not ended it, that may be at work. */
export interface Abandoned {
  readonly writableEnded: boolean
}

/** A handler that never ends what nobody waits for is taken to be through after that long. */
const THROUGH_AFTER_MS = 30_000
/** So many are remembered; the oldest go first. */
const MAX_REMEMBERED = 1000

interface Remembered {
  readonly route: RouteCost
  /** Weakly: a handler that has lost its response is through with it. */
  readonly response: WeakRef<Abandoned>
  readonly sinceMs: number
}

/**
 * Requests whose clients have left and whose handlers go on. They are in flight no more, but what they hold is there:
 * counted for nobody it would be taken for that of the others, or for what the idle process holds.
 */
export class Lingering {
  #all: Remembered[] = []

  add(route: RouteCost, response: Abandoned, nowMs: number): void {
    this.#all.push({ route, response: new WeakRef(response), sinceMs: nowMs })
    route.lingering += 1
    if (this.#all.length <= MAX_REMEMBERED) return
    const oldest = this.#all.shift() as Remembered
    oldest.route.lingering -= 1
  }

  /** Forgets those that are through; by their age only when told the time. */
  settle(nowMs = Number.NEGATIVE_INFINITY): void {
    if (this.#all.length === 0) return
    const before = this.#all
    this.#all = before.filter((each) => isAtWork(each, nowMs))
    for (const { route } of before) route.lingering = 0
    for (const { route } of this.#all) route.lingering += 1
  }
}

function isAtWork({ response, sinceMs }: Remembered, nowMs: number): boolean {
  return nowMs - sinceMs < THROUGH_AFTER_MS && response.deref()?.writableEnded === false
}

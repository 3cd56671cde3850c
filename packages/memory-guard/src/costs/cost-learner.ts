import type { RouteCost } from './route-cost.js'

/** Step of the normalised least-mean-squares rule: 0 learns nothing, 1 believes each point entirely. */
const STEP = 0.2
/** With few requests in flight a point tells more of garbage than of them: so many count as half a point. */
const FEW_IN_FLIGHT = 4
/** The idle baseline moves this much more reluctantly than the cost of one request. */
const BASELINE_WEIGHT = 0.25

/**
 * Learns what a request of each route holds from major collections.
 *
 * Each is a point: live bytes = baseline + sum over routes of (requests in flight x bytes held). The rule
 * is normalised least mean squares: it forgets, it needs no matrix, and with one busy route it becomes the
 * plain slope. The baseline is anchored where nothing is in flight, because with a steady number in flight
 * slope and intercept cannot be told apart. How far points lie off is learned as well: where handlers await before
 * they allocate, many in flight hold nothing yet, in one point more of them than in the next.
 */
export class CostLearner {
  #baselineBytes: number | undefined
  #learnedFrom: object | undefined

  /** What is live with nothing in flight. */
  get baselineBytes(): number {
    return this.#baselineBytes ?? 0
  }

  /** Takes what a collection left as a point, once: several guards of one process may tell of it. */
  learn(liveBytes: number, routes: Iterable<RouteCost>, collection: object = {}): void {
    if (collection === this.#learnedFrom) return
    this.#learnedFrom = collection
    const busy = [...routes].filter((route) => route.holders > 0)
    if (busy.length === 0) {
      this.#baselineBytes = liveBytes
      return
    }
    let expectedBytes = this.baselineBytes
    let norm = BASELINE_WEIGHT + FEW_IN_FLIGHT ** 2
    for (const route of busy) {
      expectedBytes += route.holders * (route.fixedBytes ?? route.heldBytes)
      norm += route.holders ** 2
    }
    const error = liveBytes - expectedBytes
    const deviation = Math.min(1, Math.abs(error) / Math.max(1, expectedBytes - this.baselineBytes))
    const step = (STEP * error) / norm
    this.#baselineBytes = Math.max(0, this.baselineBytes + step * BASELINE_WEIGHT)
    for (const route of busy) {
      // The first point is believed entirely: it is better than nothing.
      const gain = route.points === 0 && busy.length === 1 ? 1 / STEP : 1
      route.heldBytes = Math.max(0, route.heldBytes + gain * step * route.holders)
      // What the first point is off by says nothing: nothing was known.
      if (route.points > 0) route.strays(deviation, (STEP * route.holders ** 2) / norm)
      route.points += 1
    }
  }

  /** Sets the anchor: what the process holds before it has served anything. */
  anchor(liveBytes: number): void {
    this.#baselineBytes ??= liveBytes
  }
}

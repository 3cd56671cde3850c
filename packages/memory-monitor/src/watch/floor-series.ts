import type { Point } from '../trend/points.js'

/**
 * The least value of a quantity in each stretch of time: what is left when the noise above it is gone. Keeps the
 * last stretches only.
 */
export class FloorSeries {
  readonly #stretchMs: number
  readonly #kept: number
  #points: Point[] = []
  #endsMs = Number.NEGATIVE_INFINITY

  constructor(stretchMs: number, kept: number) {
    this.#stretchMs = stretchMs
    this.#kept = kept
  }

  /** Of the stretches that are over, oldest first. */
  get points(): readonly Point[] {
    return this.#points.slice(0, -1)
  }

  add(point: Point): void {
    const current = this.#points.at(-1)
    if (current === undefined || point.atMs >= this.#endsMs) {
      this.#points.push(point)
      if (this.#points.length > this.#kept + 1) this.#points.shift()
      this.#endsMs = point.atMs + this.#stretchMs
    } else if (point.value < current.value) {
      this.#points[this.#points.length - 1] = point
    }
  }

  clear(): void {
    this.#points = []
    this.#endsMs = Number.NEGATIVE_INFINITY
  }
}

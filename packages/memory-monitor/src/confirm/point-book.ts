import type { LeakKind } from '../leak-kind.js'
import type { ExactPoint } from './exact-point.js'

/** Of more of a kind, every second one is dropped. */
const MOST_POINTS = 48

/** The points of an investigation: those of looks, and those of what was counted between two. */
export class PointBook {
  #looks: readonly ExactPoint[] = []
  #counts: readonly ExactPoint[] = []

  get looks(): readonly ExactPoint[] {
    return this.#looks
  }

  /** By time. */
  get all(): readonly ExactPoint[] {
    return [...this.#looks, ...this.#counts].sort((one, other) => one.atMs - other.atMs)
  }

  /** From the first look to the last; with one look nobody can tell, and it may be any. */
  growthOf(kind: LeakKind): number {
    const [first, last] = [this.#looks[0], this.#looks.at(-1)]
    if (first === last) return Number.POSITIVE_INFINITY
    return (last?.quantities[kind] ?? 0) - (first?.quantities[kind] ?? 0)
  }

  addLook(point: ExactPoint): void {
    this.#looks = thinned([...this.#looks, point])
  }

  addCount(point: ExactPoint): void {
    this.#counts = thinned([...this.#counts, point])
  }
}

function thinned(points: readonly ExactPoint[]): readonly ExactPoint[] {
  return points.length > MOST_POINTS ? points.filter((_, index) => index % 2 === 0) : points
}

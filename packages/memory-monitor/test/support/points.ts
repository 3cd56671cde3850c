import type { Point } from '../../src/trend/points.js'

export interface Shape {
  readonly count?: number
  /** Between two points. */
  readonly seconds?: number
  readonly requestsPerSecond?: number
  /** Value at a time in seconds. */
  readonly value: (second: number) => number
}

/** Points at even distances. */
export function pointsOf({ count = 12, seconds = 2.5, requestsPerSecond = 0, value }: Shape): Point[] {
  return Array.from({ length: count }, (_, index) => {
    const second = index * seconds
    return { atMs: second * 1000, requests: Math.round(second * requestsPerSecond), value: value(second) }
  })
}

/** Noise that is the same in every run: uniform within plus or minus `size`. */
export function noise(size: number, seed = 1): () => number {
  let state = seed * 2_654_435_761
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return (state / 2 ** 31 - 1) * size
  }
}

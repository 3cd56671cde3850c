import { type Axis, along, type Point } from './points.js'

/** A slope in units of the quantity for each second or request, with its 95 % interval. */
export interface Slope {
  readonly mid: number
  readonly low: number
  readonly high: number
}

/** Two-sided, of the normal distribution. */
const Z_95 = 1.96

/**
 * Fits a line through noisy points: the median of the slopes between all pairs (Theil 1950, Sen 1968), which up to
 * 29 % of outliers do not move. The interval is Sen's, from the spread of Kendall's statistic.
 *
 * Work grows with the square of the points; callers keep them below a few dozen.
 */
export function theilSen(points: readonly Point[], axis: Axis): Slope | undefined {
  const slopes: number[] = []
  for (const [index, right] of points.entries()) {
    for (const left of points.slice(0, index)) {
      const run = along(right, axis) - along(left, axis)
      if (run > 0) slopes.push((right.value - left.value) / run)
    }
  }
  if (slopes.length === 0) return undefined
  slopes.sort((left, right) => left - right)
  const reach = Z_95 * Math.sqrt(kendallVariance(points.length))
  const at = (rank: number) => slopes[Math.min(slopes.length - 1, Math.max(0, rank))] as number
  const middle = (slopes.length - 1) / 2
  return {
    mid: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2,
    low: at(Math.floor((slopes.length - reach) / 2)),
    high: at(Math.ceil((slopes.length + reach) / 2) - 1),
  }
}

/** Variance of Kendall's statistic for that many points without a trend. */
export function kendallVariance(count: number): number {
  return (count * (count - 1) * (2 * count + 5)) / 18
}

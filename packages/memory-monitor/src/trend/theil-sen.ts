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
  const slopes = slopesOf(points, axis)
  if (slopes.length === 0) return undefined
  const reach = Z_95 * Math.sqrt(kendallVariance(points.length))
  const at = (rank: number) => slopes[Math.min(slopes.length - 1, Math.max(0, rank))] as number
  const middle = (slopes.length - 1) / 2
  return {
    mid: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2,
    low: at(Math.floor((slopes.length - reach) / 2)),
    high: at(Math.ceil((slopes.length + reach) / 2) - 1),
  }
}

/** Between all pairs, in their order. In numbers alone: code that runs every few seconds is never optimized. */
function slopesOf(points: readonly Point[], axis: Axis): Float64Array {
  const at = Float64Array.from(points, (point) => along(point, axis))
  const values = Float64Array.from(points, ({ value }) => value)
  const slopes = new Float64Array((points.length * (points.length - 1)) / 2)
  let found = 0
  for (let right = 1; right < at.length; right += 1) {
    for (let left = 0; left < right; left += 1) {
      const run = (at[right] as number) - (at[left] as number)
      if (run <= 0) continue
      slopes[found] = ((values[right] as number) - (values[left] as number)) / run
      found += 1
    }
  }
  return slopes.subarray(0, found).sort()
}

/** Variance of Kendall's statistic for that many points without a trend. */
export function kendallVariance(count: number): number {
  return (count * (count - 1) * (2 * count + 5)) / 18
}

import type { Point } from './points.js'
import { kendallVariance } from './theil-sen.js'

/** How surely values rise with time, whatever the shape. */
export interface Rise {
  /**
   * One-sided probability that points without a trend look like these (Mann-Kendall), in the normal approximation.
   * 1 when there are too few to tell.
   */
  readonly chance: number
  /** Kendall's tau against time: 1 when each point lies above all before it, 0 without a trend. */
  readonly tau: number
}

export function riseOf(points: readonly Point[]): Rise {
  const pairs = (points.length * (points.length - 1)) / 2
  const score = kendallScore(points)
  const tau = pairs === 0 ? 0 : score / pairs
  // One less for continuity.
  const z = Math.max(0, score - 1) / Math.sqrt(kendallVariance(points.length))
  return { tau, chance: points.length < 4 || z === 0 ? 1 : 0.5 * erfc(z / Math.SQRT2) }
}

/** Pairs that rise, less those that fall. */
function kendallScore(points: readonly Point[]): number {
  const values = Float64Array.from(points, ({ value }) => value)
  let score = 0
  for (let right = 1; right < values.length; right += 1) {
    for (let left = 0; left < right; left += 1)
      score += Math.sign((values[right] as number) - (values[left] as number))
  }
  return score
}

/** Complementary error function, to 1.5e-7 (Abramowitz and Stegun 7.1.26), for x >= 0. */
function erfc(x: number): number {
  const t = 1 / (1 + 0.3275911 * x)
  const series =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
  return series * Math.exp(-x * x)
}

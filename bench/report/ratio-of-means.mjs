import { mean, standardDeviation } from './statistics.mjs'
import { studentQuantile95 } from './student.mjs'

/** The ratio of two means, and the ends of its one-sided 95 % intervals, with the variances of both sides. */
export function ratioOfMeans(own, base) {
  const ratio = mean(own) / mean(base)
  if (own.length < 2 || base.length < 2) return { ratio, lower: Number.NaN, upper: Number.NaN }
  const relativeVariance = (values) => (standardDeviation(values) / mean(values)) ** 2 / values.length
  const error = ratio * Math.sqrt(relativeVariance(own) + relativeVariance(base))
  const reach = studentQuantile95(Math.min(own.length, base.length) - 1) * error
  return { ratio, lower: ratio - reach, upper: ratio + reach }
}

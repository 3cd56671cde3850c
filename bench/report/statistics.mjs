export function quantile(values, share) {
  if (values.length === 0) return Number.NaN
  const sorted = Float64Array.from(values).sort()
  const position = (sorted.length - 1) * share
  const below = Math.floor(position)
  const above = Math.ceil(position)
  return sorted[below] + (sorted[above] - sorted[below]) * (position - below)
}

export const median = (values) => quantile(values, 0.5)
export const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length

export function standardDeviation(values) {
  const centre = mean(values)
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1))
}

/** `median [min-max]`, the form in which every repeated figure is printed. */
export function spread(values, digits = 2) {
  if (values.length === 0) return '-'
  const show = (value) => value.toFixed(digits)
  if (values.length === 1) return show(values[0])
  return `${show(median(values))} [${show(Math.min(...values))}-${show(Math.max(...values))}]`
}

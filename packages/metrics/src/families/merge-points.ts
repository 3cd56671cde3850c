import type { MetricFamily, MetricPoint } from '@plimsoll/core'

const keyOf = ({ name = '', labels = {} }: MetricPoint): string =>
  JSON.stringify([name, ...Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))])

/**
 * Joins what several parts tell under one name, so that no series appears twice.
 *
 * Counts add up; of a gauge the last word counts, because two parts that tell the same gauge read the same
 * thing, and the older of them may be the remains of a hot reload.
 */
export function mergePoints(
  type: MetricFamily['type'],
  lists: readonly (readonly MetricPoint[])[],
): readonly MetricPoint[] {
  const merged = new Map<string, MetricPoint>()
  for (const point of lists.flat()) {
    const key = keyOf(point)
    const before = merged.get(key)
    const value = before === undefined || type === 'gauge' ? point.value : before.value + point.value
    merged.set(key, { ...point, value })
  }
  return [...merged.values()]
}

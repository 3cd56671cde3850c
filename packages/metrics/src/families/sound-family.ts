import type { MetricFamily, MetricPoint } from '@plimsoll/core'

const METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/
const LABEL_NAME = /^(?!__)[a-zA-Z_][a-zA-Z0-9_]*$/
const TYPES: readonly string[] = ['counter', 'gauge', 'histogram']
const MAX_LABEL_LENGTH = 256

/**
 * Makes of a family what a registry can write down as valid exposition, or `undefined` when its name or type
 * cannot be written. Points that are no numbers, or counts below zero, are left out: no value is better than
 * a wrong one.
 */
export function soundFamily(family: MetricFamily): MetricFamily | undefined {
  const { name, type } = family
  if (!METRIC_NAME.test(name) || !TYPES.includes(type)) return undefined
  const points: MetricPoint[] = []
  for (const point of family.points) {
    const sound = soundPoint(point, family)
    if (sound !== undefined) points.push(sound)
  }
  return { name, help: String(family.help), type, points }
}

function soundPoint(point: MetricPoint, { name, type }: MetricFamily): MetricPoint | undefined {
  const { value } = point
  if (!Number.isFinite(value) || (type !== 'gauge' && value < 0)) return undefined
  const partOfFamily = point.name === undefined || (type === 'histogram' && point.name.startsWith(`${name}_`))
  const labels = Object.entries(point.labels ?? {})
  if (!partOfFamily || !labels.every(([label]) => LABEL_NAME.test(label))) return undefined
  return {
    // Zero has no sign in Prometheus' eyes, but `-0` would be written as such.
    value: value === 0 ? 0 : value,
    labels: Object.fromEntries(
      labels.map(([label, text]) => [label, String(text).slice(0, MAX_LABEL_LENGTH)]),
    ),
    ...(point.name !== undefined && { name: point.name }),
  }
}

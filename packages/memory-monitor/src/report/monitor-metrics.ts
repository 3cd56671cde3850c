import type { MetricFamily, MetricPoint } from '@plimsoll/core'
import type { LeakKind } from '../leak-kind.js'
import type { LeakReport } from './leak-report.js'

/** What the monitor thinks at the moment. */
export interface MonitorFindings {
  readonly kinds: readonly LeakKind[]
  readonly suspected: readonly LeakKind[]
  readonly leaks: readonly LeakReport[]
}

/** 0 nothing, 1 suspected, 2 confirmed. */
function stateOf(kind: LeakKind, { suspected, leaks }: MonitorFindings): number {
  if (leaks.some((leak) => leak.kind === kind)) return 2
  return suspected.includes(kind) ? 1 : 0
}

/** What Prometheus is told of leaks; reading it changes nothing. */
export function monitorMetrics(findings: MonitorFindings): readonly MetricFamily[] {
  const { kinds, leaks } = findings
  const growing = (unit: 'bytes' | 'items'): readonly MetricPoint[] =>
    leaks
      .filter(({ growth }) => growth.unit === unit)
      .map(({ kind, growth }) => ({ labels: { kind }, value: growth.perSecond }))
  const gauge = (name: string, help: string, points: readonly MetricPoint[]): MetricFamily => ({
    name,
    help,
    type: 'gauge',
    labelNames: ['kind'],
    points,
  })
  return [
    gauge(
      'plimsoll_leak_state',
      'Leaks by kind: 0 none, 1 suspected, 2 confirmed.',
      kinds.map((kind) => ({ labels: { kind }, value: stateOf(kind, findings) })),
    ),
    gauge('plimsoll_leak_growth_bytes_per_second', 'How fast a confirmed leak grows.', growing('bytes')),
    gauge('plimsoll_leak_growth_items_per_second', 'How fast a confirmed leak grows.', growing('items')),
    gauge(
      'plimsoll_seconds_to_limit',
      'When a confirmed leak reaches its limit.',
      leaks.flatMap(({ kind, forecast }) =>
        forecast === undefined ? [] : [{ labels: { kind }, value: forecast.secondsToLimit }],
      ),
    ),
  ]
}

import type { MetricFamily, MetricPoint } from '@plimsoll/core'
import type { LeakKind } from '../leak-kind.js'
import type { MonitorState } from '../monitor-events.js'
import type { LeakReport } from './leak-report.js'

/** 0 watching, 1 something is suspected, 2 a leak of this kind is confirmed. */
function stateOf(kind: LeakKind, state: MonitorState, leaks: readonly LeakReport[]): number {
  if (leaks.some((leak) => leak.kind === kind)) return 2
  return state === 'suspected' ? 1 : 0
}

/** What Prometheus is told of leaks; reading it changes nothing. */
export function monitorMetrics(
  kinds: readonly LeakKind[],
  state: MonitorState,
  leaks: readonly LeakReport[],
): readonly MetricFamily[] {
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
      'Leaks by kind: 0 none, 1 something is suspected, 2 confirmed.',
      kinds.map((kind) => ({ labels: { kind }, value: stateOf(kind, state, leaks) })),
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

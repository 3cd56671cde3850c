import type { MetricFamily, MetricPoint } from '@plimsoll/core'
import type { Outstanding } from './observe/observer.js'
import type { TrackerStats } from './tracker-stats.js'

/** Later ones are counted together. */
const MAX_ROUTES = 200
const OTHER = 'other'

const byKind = (counts: Readonly<Record<string, number>>): readonly MetricPoint[] =>
  Object.entries(counts).map(([kind, value]) => ({ labels: { kind }, value }))

/** The tracker's metrics, read when they are scraped. */
export function trackerMetrics(
  stats: TrackerStats,
  outstanding: readonly Outstanding[],
): readonly MetricFamily[] {
  const { late, misused, overflow } = stats
  return [
    {
      name: 'plimsoll_tracked_resources',
      help: 'Resources in the scopes of requests that are open.',
      type: 'gauge',
      labelNames: ['kind'],
      points: byKind(stats.tracked),
    },
    {
      name: 'plimsoll_resources_disposed_total',
      help: 'Resources disposed of when their request had ended.',
      type: 'counter',
      labelNames: ['kind'],
      points: byKind(stats.disposed),
    },
    {
      name: 'plimsoll_resources_dispose_failures_total',
      help: 'Disposers that threw, rejected or took too long.',
      type: 'counter',
      labelNames: ['kind'],
      points: byKind(stats.failures),
    },
    {
      name: 'plimsoll_resources_refused_total',
      help: 'Values that a scope did not take: added after the end, nothing to dispose of, or too many.',
      type: 'counter',
      labelNames: ['reason'],
      points: Object.entries({ late, misused, overflow }).map(([reason, value]) => ({
        labels: { reason },
        value,
      })),
    },
    {
      name: 'plimsoll_resources_outstanding',
      help: 'Opened without a scope, alive after their request and growing.',
      type: 'gauge',
      labelNames: ['kind', 'route'],
      points: byRoute(outstanding),
    },
  ]
}

function byRoute(outstanding: readonly Outstanding[]): readonly MetricPoint[] {
  const routes = new Set<string>()
  const points = new Map<string, { labels: { kind: string; route: string }; value: number }>()
  for (const { kind, route: told, count } of outstanding) {
    if (routes.size < MAX_ROUTES) routes.add(told)
    const route = routes.has(told) ? told : OTHER
    const key = `${kind} ${route}`
    const point = points.get(key)
    if (point === undefined) points.set(key, { labels: { kind, route }, value: count })
    else point.value += count
  }
  return [...points.values()]
}

import type { MetricFamily } from '@plimsoll/core'
import type { Priority, ShedReason } from './admission.js'
import type { Accounts } from './fitting/accounts.js'
import type { ReclaimResult } from './fitting/reclaimer.js'

/** What one route is believed to cost. */
export interface RouteCostStats {
  readonly route: string
  readonly bytes: number
  /** 0 to 1. */
  readonly confidence: number
  readonly inFlight: number
}

/** Counters since the guard was made. */
export interface GuardStats {
  readonly admitted: number
  readonly shed: number
  readonly byReason: Readonly<Partial<Record<ShedReason, number>>>
  readonly byPriority: Readonly<Record<Priority, { readonly admitted: number; readonly shed: number }>>
  readonly reclaims: Readonly<Record<ReclaimResult, number>>
  readonly costs: readonly RouteCostStats[]
}

/** Counts decisions; nothing here allocates once a reason has been seen. */
export class GuardCounters {
  readonly admitted: Record<Priority, number> = { critical: 0, normal: 0, sheddable: 0 }
  readonly shed: Record<Priority, Map<ShedReason, number>> = {
    critical: new Map(),
    normal: new Map(),
    sheddable: new Map(),
  }

  countShed(priority: Priority, reason: ShedReason): void {
    const counts = this.shed[priority]
    counts.set(reason, (counts.get(reason) ?? 0) + 1)
  }

  stats(reclaims: Readonly<Record<ReclaimResult, number>>, accounts: Accounts): GuardStats {
    const byReason: Partial<Record<ShedReason, number>> = {}
    const total = { admitted: 0, shed: 0 }
    const classOf = (priority: Priority) => {
      const shed = sum(this.shed[priority].values())
      for (const [reason, count] of this.shed[priority]) byReason[reason] = (byReason[reason] ?? 0) + count
      total.admitted += this.admitted[priority]
      total.shed += shed
      return { admitted: this.admitted[priority], shed }
    }
    const byPriority = {
      critical: classOf('critical'),
      normal: classOf('normal'),
      sheddable: classOf('sheddable'),
    }
    return { ...total, byReason, byPriority, reclaims: { ...reclaims }, costs: routeCosts(accounts) }
  }
}

function sum(counts: Iterable<number>): number {
  let total = 0
  for (const count of counts) total += count
  return total
}

function routeCosts(accounts: Accounts): readonly RouteCostStats[] {
  return accounts.book.routes.map((route) => ({
    route: route.name,
    bytes: Math.round(accounts.book.estimateBytes(route, 0)),
    confidence: route.confidence,
    inFlight: route.inFlight,
  }))
}

/** The guard's metrics, read when they are scraped. */
export function guardMetrics(
  counters: GuardCounters,
  reclaims: Readonly<Record<ReclaimResult, number>>,
  accounts: Accounts,
): readonly MetricFamily[] {
  const points = Object.entries(counters.admitted).flatMap(([priority, admitted]) => [
    { labels: { decision: 'admitted', reason: 'none', priority }, value: admitted },
    ...[...counters.shed[priority as Priority]].map(([reason, value]) => ({
      labels: { decision: 'shed', reason, priority },
      value,
    })),
  ])
  return [
    {
      name: 'plimsoll_requests_total',
      help: 'Requests the memory guard decided on.',
      type: 'counter',
      labelNames: ['decision', 'reason', 'priority'],
      points,
    },
    {
      name: 'plimsoll_inflight_requests',
      help: 'Requests admitted and not finished.',
      type: 'gauge',
      points: [{ value: accounts.inFlight }],
    },
    {
      name: 'plimsoll_inflight_reserved_bytes',
      help: 'Memory reserved for the requests in flight.',
      type: 'gauge',
      points: [{ value: Math.round(accounts.reservedBytes) }],
    },
    {
      name: 'plimsoll_reclaims_total',
      help: 'Garbage collections asked for before shedding, and why some were not made.',
      type: 'counter',
      labelNames: ['result'],
      points: Object.entries(reclaims).map(([result, value]) => ({ labels: { result }, value })),
    },
  ]
}

import type { HealthReport, MetricFamily } from '@plimsoll/core'
import { HEALTH_STATUSES, worstStatus } from './health-status.js'

/** Reasons for a restart that have a series even while they do not hold, so that alerts see them vanish. */
const RESTART_CODES = ['max-uptime', 'limit-changed', 'leak-confirmed']

/** Health as metrics: one series per status, and one per reason to restart. */
export function healthMetrics(reasons: readonly HealthReport[]): readonly MetricFamily[] {
  const current = worstStatus(reasons)
  const due = new Set(reasons.filter(({ status }) => status === 'needs-restart').map(({ code }) => code))
  const codes = new Set([...RESTART_CODES, ...due])
  return [
    {
      name: 'plimsoll_health_status',
      help: 'Health of the process: 1 for the status that holds, 0 for the others.',
      type: 'gauge',
      labelNames: ['status'],
      points: HEALTH_STATUSES.map((status) => ({ labels: { status }, value: status === current ? 1 : 0 })),
    },
    {
      name: 'plimsoll_needs_restart',
      help: 'Whether the process asks for a restart for this reason, 1 or 0.',
      type: 'gauge',
      labelNames: ['reason'],
      points: [...codes].map((reason) => ({ labels: { reason }, value: due.has(reason) ? 1 : 0 })),
    },
  ]
}

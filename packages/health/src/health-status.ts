import type { HealthReport } from '@plimsoll/core'

/** What the process says of itself, from best to worst. */
export const HEALTH_STATUSES = ['healthy', 'degraded', 'needs-restart', 'draining'] as const
export type HealthStatus = (typeof HEALTH_STATUSES)[number]

/** Returns the worst status among the reasons; without any, `healthy`. */
export function worstStatus(reasons: readonly HealthReport[]): HealthStatus {
  let worst = 0
  for (const { status } of reasons) worst = Math.max(worst, HEALTH_STATUSES.indexOf(status))
  return HEALTH_STATUSES[worst] ?? 'healthy'
}

import type { HealthReport } from '@plimsoll/core'

/** A confirmed leak is a reason to restart once its forecast is nearer than `withinSeconds`. */
export function escalateLeak(report: HealthReport, withinSeconds: number | undefined): HealthReport {
  const left = report.leak?.secondsToLimit
  if (withinSeconds === undefined || left === undefined || left > withinSeconds) return report
  return report.status === 'degraded' ? { ...report, status: 'needs-restart' } : report
}

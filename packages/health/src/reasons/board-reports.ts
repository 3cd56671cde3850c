import type { Board, HealthReport, OnError } from '@plimsoll/core'

/** Collects what other parts report. One that throws is told to `onError` and costs the others nothing. */
export function boardReports(board: Board, onError: OnError): readonly HealthReport[] {
  const reports: HealthReport[] = []
  for (const entry of board.list('health')) {
    try {
      reports.push(...entry())
    } catch (error) {
      onError(error)
    }
  }
  return reports
}

/** Whether any part of the process says that it is draining. */
export function isDraining(board: Board, onError: OnError): boolean {
  return board.list('drain').some((draining) => {
    try {
      return draining()
    } catch (error) {
      onError(error)
      return false
    }
  })
}

/** A confirmed leak is a reason to restart once its forecast is nearer than `withinSeconds`. */
export function escalateLeak(report: HealthReport, withinSeconds: number | undefined): HealthReport {
  const left = report.leak?.secondsToLimit
  if (withinSeconds === undefined || left === undefined || left > withinSeconds) return report
  return report.status === 'degraded' ? { ...report, status: 'needs-restart' } : report
}

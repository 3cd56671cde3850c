import type { HealthReport } from '@plimsoll/core'
import type { LeakReport, Suspect } from './leak-report.js'

/** What health is told of confirmed leaks; it decides by its own option whether one is a reason to restart. */
export function healthReports(leaks: readonly LeakReport[]): readonly HealthReport[] {
  return leaks.map(({ kind, growth, forecast, suspects, message }) => ({
    status: 'degraded',
    code: 'leak-confirmed',
    message,
    leak: {
      kind,
      perSecond: growth.perSecond,
      ...(forecast !== undefined && { secondsToLimit: forecast.secondsToLimit }),
      ...(suspects[0] !== undefined && { suspect: nameOf(suspects[0]) }),
    },
  }))
}

function nameOf({ functionName, file, line, resourceType }: Suspect): string {
  if (functionName === undefined) return resourceType ?? 'unknown'
  return file === undefined
    ? functionName
    : `${functionName} (${file}${line === undefined ? '' : `:${line}`})`
}

import type { HealthReport } from '@plimsoll/core'
import { placeText } from '../naming/place-text.js'
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

function nameOf(suspect: Suspect): string {
  const { functionName, resourceType, constructorName } = suspect
  return functionName === undefined ? (resourceType ?? constructorName ?? 'unknown') : placeText(suspect)
}

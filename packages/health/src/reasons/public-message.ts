import type { HealthReport } from '@plimsoll/core'

/** What a stranger is told for each code: the same fact without figures, names or places. */
const MESSAGES: ReadonlyMap<string, string> = new Map([
  ['draining', 'The process is shutting down'],
  ['max-uptime', 'The process is due for its planned restart'],
  ['memory-critical', 'Memory is short'],
  ['limit-changed', 'The memory limit has changed since the process started'],
  ['sampler-failing', 'Memory cannot be read'],
  ['shedding', 'Requests are being turned away'],
  ['check-failed', 'A check fails'],
  ['check-warning', 'A check warns'],
  ['leak-confirmed', 'Memory is leaking'],
])

const UNKNOWN = 'A part of the application reports a problem'

/** Returns the sentence about a report that anybody may read. */
export function publicMessage(report: HealthReport): string {
  return MESSAGES.get(report.code) ?? UNKNOWN
}

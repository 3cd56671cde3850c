import type { CalendarTime } from '../platform/wall-clock.js'
import type { LeakReport } from '../report/leak-report.js'
import { niceDelta, niceSize } from './nice-figures.js'

/** What node-memwatch tells of a leak. */
export interface MemwatchLeak {
  readonly start: CalendarTime
  readonly end: CalendarTime
  /** Bytes, from start to end. */
  readonly growth: number
  /** In words: over what, how fast, and, which node-memwatch could not say, by whose doing. */
  readonly reason: string
}

/** Puts a report of the monitor into node-memwatch's words. */
export function leakInfo(
  { kind, growth, evidence, message }: LeakReport,
  start: CalendarTime,
  end: CalendarTime,
): MemwatchLeak {
  const seconds = Math.max(1, (end.getTime() - start.getTime()) / 1000)
  const over = `${kind} growth over ${evidence.points} consecutive GCs (${niceDelta(seconds)})`
  return {
    start,
    end,
    growth: Math.round(growth.total),
    reason: `${over} - ${niceSize(growth.perSecond * 3600)}/hr. ${message}`,
  }
}

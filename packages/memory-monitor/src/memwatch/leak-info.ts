import type { LeakReport } from '../report/leak-report.js'
import { niceDelta, niceSize } from './nice-figures.js'

/** What node-memwatch tells of a leak. */
export interface MemwatchLeak {
  readonly start: Date
  readonly end: Date
  /** Bytes, from start to end. */
  readonly growth: number
  /** In words: over what, how fast, and, which node-memwatch could not say, by whose doing. */
  readonly reason: string
}

/** Puts a report of the monitor into node-memwatch's words. */
export function leakInfo({ kind, growth, evidence, message }: LeakReport, start: Date, end: Date): MemwatchLeak {
  const seconds = Math.max(1, (end.getTime() - start.getTime()) / 1000)
  const over = `${kind} growth over ${evidence.points} consecutive GCs (${niceDelta(seconds)})`
  return {
    start,
    end,
    growth: Math.round(growth.total),
    reason: `${over} - ${niceSize(growth.perSecond * 3600)}/hr. ${message}`,
  }
}

import type { CacheState } from './cache-register.js'
import type { MonitorState } from './monitor-events.js'
import type { LeakReport } from './report/leak-report.js'

/** What the monitor knows. Plain data. */
export interface MonitorReport {
  readonly state: MonitorState
  readonly leaks: readonly LeakReport[]
  readonly caches: readonly CacheState[]
  /** Full collections that the monitor asked for, and what they cost. */
  readonly collections: number
  readonly pausedMs: number
  readonly longestPauseMs: number
}

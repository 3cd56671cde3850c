import type { LeakKind } from './leak-kind.js'
import type { LeakReport } from './report/leak-report.js'
import type { MonitorStats } from './watch/gc-stats.js'

/** Something may leak, and is looked at more closely. Not worth a line in a log. */
export interface Suspicion {
  readonly kinds: readonly LeakKind[]
  readonly atMs: number
}

/** What was taken for a leak has levelled off. */
export interface Retraction {
  readonly kind: LeakKind
  readonly message: string
}

export const MONITOR_EVENTS = ['stats', 'suspicion', 'leak', 'retraction'] as const

export interface MonitorEvents {
  /** After each full collection. */
  readonly stats: MonitorStats
  readonly suspicion: Suspicion
  readonly leak: LeakReport
  readonly retraction: Retraction
}

export type MonitorState = 'watching' | 'suspected' | 'confirmed'

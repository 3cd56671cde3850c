import type { LeakKind } from './leak-kind.js'
import type { Retraction, Suspicion } from './monitor-events.js'
import type { LeakReport } from './report/leak-report.js'

/** Who is told what a search comes to. */
export interface LeakSearchListener {
  suspected(suspicion: Suspicion): void
  /** Whether growth of this kind has an explanation that makes a closer look idle. */
  explains(kind: LeakKind): boolean
  /** Leaks of one cause, what ends the process first before all others. */
  found(reports: readonly LeakReport[]): void
  retracted(retraction: Retraction): void
}

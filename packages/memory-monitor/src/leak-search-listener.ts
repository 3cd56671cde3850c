import type { LeakKind } from './leak-kind.js'
import type { Retraction, Suspicion } from './monitor-events.js'
import type { LeakReport } from './report/leak-report.js'

/** Who is told what a search comes to. */
export interface LeakSearchListener {
  suspected(suspicion: Suspicion): void
  /** Whether growth of this kind has an explanation that makes a closer look idle. */
  explains(kind: LeakKind): boolean
  /** Whether the leak is worth telling; one that is not is forgotten. */
  found(report: LeakReport): boolean
  retracted(retraction: Retraction): void
}

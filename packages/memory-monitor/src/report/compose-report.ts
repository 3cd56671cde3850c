import { seriesOf } from '../confirm/exact-point.js'
import type { Verdict } from '../confirm/verdict.js'
import { unitOf } from '../leak-kind.js'
import {
  type HolderFacts,
  isNobodys,
  isWeak,
  rankSuspects,
  type SuspectFacts,
} from '../naming/rank-suspects.js'
import type { OpenGroup } from '../platform/open-files.js'
import { type Forecast, forecastOf } from '../trend/forecast.js'
import type { LeakReport, Suspect } from './leak-report.js'
import { limitsOf } from './limits.js'
import { messageOf } from './message.js'
import type { ReportFacts } from './report-facts.js'

/** Fewer were open before: the pipes and event queues of any process. */
const LEAST_OF_GROWTH = 0.1

/** A report that lacks nothing but who holds what leaks. Small: it waits while the heap is looked at. */
export interface LeakDraft {
  readonly report: Omit<LeakReport, 'suspects' | 'message'>
  readonly known: SuspectFacts
}

/** When what was found ends the process, where anything does. */
export function forecastBy(
  { kind, growth }: Verdict,
  { evidence, sample, limits }: Pick<ReportFacts, 'evidence' | 'sample' | 'limits'>,
): Forecast | undefined {
  const value = seriesOf(evidence.points, kind).at(-1)?.value ?? 0
  return forecastOf(growth.perSecond, limitsOf(kind, value, sample, limits))
}

export function draftReport(
  { kind, growth }: Verdict,
  facts: ReportFacts,
  {
    forecast,
    allocators,
    openers,
    open,
  }: Pick<SuspectFacts, 'allocators' | 'openers'> & {
    readonly forecast: Forecast | undefined
    readonly open: readonly OpenGroup[]
  },
): LeakDraft {
  const { evidence } = facts
  const survival = evidence.generations?.survival
  return {
    known: {
      kind,
      allocators,
      openers,
      open: suspectsOf(open, growth.total),
    },
    report: {
      kind,
      state: 'confirmed',
      growth: {
        perSecond: growth.perSecond.mid,
        ...(growth.axis === 'requests' && { perRequest: growth.slope.mid }),
        total: growth.total,
        unit: unitOf(kind),
      },
      ...(forecast !== undefined && { forecast }),
      evidence: {
        points: growth.points,
        chance: growth.chance,
        lateOverEarly: growth.lateOverEarly,
        ...(survival?.retentionRatio !== undefined && { retention: survival.retentionRatio }),
        ...(survival !== undefined && { survivingSamples: survival.survivingSamples }),
        ...facts.cost,
      },
    },
  }
}

/** Puts into words what was found. */
export function composeReport({ report, known }: LeakDraft, held?: HolderFacts): LeakReport {
  const named = { ...report, suspects: rankSuspects(known, held) }
  return { ...named, message: messageOf(named) }
}

/** Whether nobody is to blame yet for bytes, which a later profile may tell; who opened things was seen or was not. */
export function lacksName(draft: LeakDraft): boolean {
  const [first] = rankSuspects(draft.known)
  return draft.report.growth.unit === 'bytes' && (first === undefined || isNobodys(first))
}

/**
 * Whether who allocates tells little of what leaks, so that who holds it is worth a pause. Of native memory it is not:
 * V8 takes so much of it for a snapshot that a leak would not be seen beside that.
 */
export function areWeaklyNamed(drafts: readonly LeakDraft[]): boolean {
  return (
    drafts.every(({ report }) => report.kind !== 'native') &&
    drafts.some(({ report, known }) => report.growth.unit === 'bytes' && isWeak(known))
  )
}

function suspectsOf(open: readonly OpenGroup[], grownBy: number): Suspect[] {
  const found = open.filter(({ count }) => count >= LEAST_OF_GROWTH * grownBy).slice(0, 3)
  const all = found.reduce((sum, { count }) => sum + count, 0)
  return found.map(({ what, count }) => ({ resourceType: what, count, share: count / all, stack: [] }))
}

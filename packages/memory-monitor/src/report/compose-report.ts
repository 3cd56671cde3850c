import type { Sample } from '@plimsoll/core'
import type { Evidence } from '../confirm/exact-point.js'
import { seriesOf } from '../confirm/exact-point.js'
import type { Verdict } from '../confirm/verdict.js'
import { unitOf } from '../leak-kind.js'
import { forecastOf } from '../trend/forecast.js'
import type { LeakReport, Suspect } from './leak-report.js'
import { limitOf } from './limits.js'
import { messageOf } from './message.js'
import { type SourceOf, suspectsOf } from './suspects.js'

export interface ReportFacts {
  readonly evidence: Evidence
  readonly sample: Sample
  readonly sourceOf: SourceOf
  /** What the process has open; asked only for descriptors. */
  readonly openFiles: () => readonly { readonly what: string; readonly count: number }[]
  /** Of the investigation: collections, pauses. */
  readonly cost: Readonly<Record<string, number | string>>
}

/** Puts into words what was found. */
export function composeReport({ kind, growth }: Verdict, facts: ReportFacts): LeakReport {
  const { evidence, sample } = facts
  const value = seriesOf(evidence.points, kind).at(-1)?.value ?? 0
  const limit = limitOf(kind, value, sample)
  const held = suspectsOf(evidence.generations, facts.sourceOf)
  const survival = evidence.generations?.survival
  const report: Omit<LeakReport, 'message'> = {
    kind,
    state: 'confirmed',
    growth: {
      perSecond: growth.perSecond.mid,
      ...(growth.axis === 'requests' && { perRequest: growth.slope.mid }),
      total: growth.total,
      unit: unitOf(kind),
    },
    ...(limit !== undefined && { forecast: forecastOf(growth.perSecond, limit) }),
    suspects: kind === 'descriptors' ? withOpened(held, opened(facts)) : held,
    evidence: {
      points: growth.points,
      chance: growth.chance,
      lateOverEarly: growth.lateOverEarly,
      ...(survival?.retentionRatio !== undefined && { retention: survival.retentionRatio }),
      ...(survival !== undefined && { survivingSamples: survival.survivingSamples }),
      ...facts.cost,
    },
  }
  return { ...report, message: messageOf(report) }
}

/** What is open says more than that Node's own code opened it, and less than who asked for it. */
function withOpened(held: readonly Suspect[], files: readonly Suspect[]): readonly Suspect[] {
  const isNode = ({ file = 'node:' }: Suspect) => file.startsWith('node:')
  return [...held.filter((suspect) => !isNode(suspect)), ...files, ...held.filter(isNode)]
}

function opened({ openFiles }: ReportFacts): Suspect[] {
  const found = openFiles().slice(0, 3)
  const all = found.reduce((sum, { count }) => sum + count, 0)
  return found.map(({ what, count }) => ({ resourceType: what, count, share: count / all, stack: [] }))
}

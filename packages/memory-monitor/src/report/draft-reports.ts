import type { Verdict } from '../confirm/verdict.js'
import type { LeakKind } from '../leak-kind.js'
import { allocatorsOf } from '../naming/allocators.js'
import type { Forecast } from '../trend/forecast.js'
import { draftReport, forecastBy, type LeakDraft } from './compose-report.js'
import type { Suspect } from './leak-report.js'
import type { ReportFacts } from './report-facts.js'

export interface Drafted {
  readonly verdict: Verdict
  readonly draft: LeakDraft
}

export const draftOf = ({ draft }: Pick<Drafted, 'draft'>): LeakDraft => draft

/** What was found, and when it ends the process. */
export interface Ending {
  readonly verdict: Verdict
  readonly forecast: Forecast | undefined
}

/** What ends the process first before all others. */
export function endingsOf(
  verdicts: readonly Verdict[],
  facts: Pick<ReportFacts, 'evidence' | 'sample' | 'limits'>,
): readonly Ending[] {
  return verdicts
    .map((verdict) => ({ verdict, forecast: forecastBy(verdict, facts) }))
    .sort((one, other) => secondsLeft(one) - secondsLeft(other))
}

/**
 * Drafts what is to be told of them, piece by piece.
 * @param openersOf who was seen opening what leaks
 */
export function* draftReports(
  endings: readonly Ending[],
  facts: ReportFacts,
  openersOf: (kind: LeakKind) => Generator<void, readonly Suspect[]>,
): Generator<void, readonly Drafted[]> {
  const allocators = allocatorsOf(facts.evidence.generations, facts)
  const drafts: Drafted[] = []
  for (const { verdict, forecast } of endings) {
    yield
    const openers = yield* openersOf(verdict.kind)
    yield
    const open = verdict.kind === 'descriptors' ? yield* facts.openFiles() : []
    drafts.push({ verdict, draft: draftReport(verdict, facts, { forecast, allocators, openers, open }) })
  }
  return drafts
}

function secondsLeft({ forecast }: Ending): number {
  return forecast?.secondsToLimit ?? Number.POSITIVE_INFINITY
}

import type { Verdict } from '../confirm/verdict.js'
import type { LeakKind } from '../leak-kind.js'
import { allocatorsOf } from '../naming/allocators.js'
import { draftReport, type LeakDraft } from './compose-report.js'
import type { Suspect } from './leak-report.js'
import type { ReportFacts } from './report-facts.js'

export interface Drafted {
  readonly verdict: Verdict
  readonly draft: LeakDraft
}

export const draftOf = ({ draft }: Pick<Drafted, 'draft'>): LeakDraft => draft

/**
 * Drafts what verdicts come to, piece by piece, what ends the process first before all others.
 * @param openersOf who was seen opening what leaks
 */
export function* draftReports(
  verdicts: readonly Verdict[],
  facts: ReportFacts,
  openersOf: (kind: LeakKind) => readonly Suspect[],
): Generator<void, readonly Drafted[]> {
  const allocators = allocatorsOf(facts.evidence.generations, facts)
  const drafts: Drafted[] = []
  for (const verdict of verdicts) {
    yield
    const openers = openersOf(verdict.kind)
    yield
    drafts.push({ verdict, draft: draftReport(verdict, facts, { allocators, openers }) })
  }
  return drafts.sort((one, other) => secondsLeft(one.draft) - secondsLeft(other.draft))
}

function secondsLeft({ report: { forecast } }: LeakDraft): number {
  return forecast?.secondsToLimit ?? Number.POSITIVE_INFINITY
}

import type { Closeable } from '@plimsoll/core'
import { type HolderParts, HolderSearch } from '../holders/holder-search.js'
import type { LeakKind } from '../leak-kind.js'
import { observedBy } from '../openers/observed.js'
import { placesOf } from '../openers/opened-places.js'
import type { OpeningWatch } from '../platform/watch-opening.js'
import { areWeaklyNamed, composeReport, type LeakDraft } from '../report/compose-report.js'
import type { LeakReport, Suspect } from '../report/leak-report.js'

export interface CulpritParts extends HolderParts {
  readonly watchOpening: () => OpeningWatch
  readonly monotonicMs: () => number
}

export interface CulpritOptions {
  readonly observationMs: number
  /** How long a snapshot may pause the process; 0 for none. */
  readonly maxPauseMs: number
  /** Whether who holds what leaks is looked for although who allocates it is clear. */
  readonly always: boolean
}

/** What is opened and closed again is not to blame: of an observation, how long it must have been open. */
const LONG_OPEN = 0.25

/**
 * What an investigation does to name the culprit beyond its profile: it watches files being opened while descriptors
 * are suspected, and looks at the heap twice when a leak has become likely.
 */
export class CulpritSearch implements Closeable {
  readonly #options: CulpritOptions
  readonly #parts: CulpritParts
  readonly #holders: HolderSearch
  #opening: OpeningWatch | undefined

  constructor(options: CulpritOptions, parts: CulpritParts) {
    this.#options = options
    this.#parts = parts
    this.#holders = new HolderSearch(options.maxPauseMs, parts)
  }

  /** These may leak. */
  suspect(kinds: readonly LeakKind[]): void {
    if (kinds.includes('descriptors')) this.#opening ??= this.#parts.watchOpening()
  }

  /** Something leaks, if the next look agrees. */
  lean(nowMs: number): void {
    this.#holders.begin(nowMs)
  }

  /** Who was seen opening what leaks, piece by piece. */
  *openers(kind: LeakKind): Generator<void, readonly Suspect[]> {
    const observed = observedBy(kind)
    if (kind !== 'descriptors' || this.#opening === undefined) return observed
    const beforeMs = this.#parts.monotonicMs() - LONG_OPEN * this.#options.observationMs
    const open = yield* this.#opening.stillOpen(beforeMs)
    yield
    return [...observed, ...placesOf(open, this.#parts.isOurs)]
  }

  /** Whether who holds what leaks can still be found out, and is worth it. */
  mayFindHolders(drafts: readonly LeakDraft[]): boolean {
    return this.#holders.mayFind && (this.#options.always || areWeaklyNamed(drafts))
  }

  /** Finishes reports with what is known. */
  name(drafts: readonly LeakDraft[]): readonly LeakReport[] {
    const { refusal } = this.#holders
    const evidence = { retainerPath: `not looked for: ${refusal}` }
    return drafts.map((draft) => composeReport(withEvidence(draft, evidence)))
  }

  /** Finishes reports with who holds what leaks, too. */
  async findHolders(drafts: readonly LeakDraft[], nowMs: number): Promise<readonly LeakReport[]> {
    this.#closeOpening()
    const found = await this.#holders.find()
    if ('refusal' in found) return this.name(drafts)
    const { holders, fromMs, pausedMs } = found
    return drafts.map((each) => {
      const draft = withEvidence(each, { snapshotsPausedMs: pausedMs })
      const expected = (draft.report.growth.perSecond * (nowMs - fromMs)) / 1000
      return composeReport(draft, { holders, expected })
    })
  }

  close(): void {
    this.#closeOpening()
    this.#holders.close()
  }

  [Symbol.dispose](): void {
    this.close()
  }

  #closeOpening(): void {
    this.#opening?.close()
    this.#opening = undefined
  }
}

function withEvidence(draft: LeakDraft, evidence: LeakReport['evidence']): LeakDraft {
  const { report } = draft
  return { ...draft, report: { ...report, evidence: { ...report.evidence, ...evidence } } }
}

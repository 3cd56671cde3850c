import type { LeakKind } from '../leak-kind.js'
import { areWeaklyNamed, type LeakDraft } from '../report/compose-report.js'
import { type Drafted, draftOf } from '../report/draft-reports.js'
import type { LeakReport, Suspect } from '../report/leak-report.js'
import { type CulpritOptions, type CulpritParts, CulpritSearch } from './culprit-search.js'

/** Who holds what leaks is worth waiting for, but not for ever. */
const LONGEST_MS = 30_000
/** Nobody has asked for these pauses: two in four hours, with an observation of ten minutes, whatever leaks. */
const REST_OBSERVATIONS = 24

export interface NamingParts extends CulpritParts {
  readonly onError: (error: unknown) => void
}

/** Names what one investigation after the other finds: at once, or when it is known who holds it. */
export class Naming {
  readonly #options: CulpritOptions
  readonly #parts: NamingParts
  #culprits: CulpritSearch | undefined
  /** When the heap was last looked at although nobody had asked for it. */
  #lookedMs = Number.NEGATIVE_INFINITY
  /** Found, and not told yet. */
  #pending: { readonly culprits: CulpritSearch; readonly sinceMs: number } | undefined

  constructor(options: CulpritOptions, parts: NamingParts) {
    this.#options = options
    this.#parts = parts
  }

  get isPending(): boolean {
    return this.#pending !== undefined
  }

  /** Another investigation begins. */
  begin(suspected: readonly LeakKind[]): void {
    this.end()
    this.#culprits = new CulpritSearch(this.#options, this.#parts)
    this.#culprits.suspect(suspected)
  }

  /** Something leaks, if the next look agrees. */
  *lean(
    nowMs: number,
    drafts: () => Generator<void, readonly Pick<Drafted, 'draft'>[]>,
  ): Generator<void, void> {
    const { always, maxPauseMs, observationMs } = this.#options
    if (this.#culprits === undefined) return
    if (!always && maxPauseMs > 0) {
      if (
        nowMs < this.#lookedMs + REST_OBSERVATIONS * observationMs ||
        !areWeaklyNamed((yield* drafts()).map(draftOf))
      )
        return
      this.#lookedMs = nowMs
    }
    this.#culprits.lean(nowMs)
  }

  *openers(kind: LeakKind): Generator<void, readonly Suspect[]> {
    return this.#culprits === undefined ? [] : yield* this.#culprits.openers(kind)
  }

  /** Calls `tell` with the reports in the order of their drafts, now or later, or never once closed. */
  finish(drafts: readonly LeakDraft[], nowMs: number, tell: (reports: readonly LeakReport[]) => void): void {
    if (drafts.length === 0) return
    // Who holds what was found first has been looked for; what is found later is told without.
    const culprits = this.#culprits ?? new CulpritSearch(this.#options, this.#parts)
    if (!culprits.mayFindHolders(drafts)) {
      tell(culprits.name(drafts))
      return
    }
    this.#culprits = undefined
    this.#pending = { culprits, sinceMs: nowMs }
    culprits
      .findHolders(drafts, nowMs)
      .then((reports) => {
        if (this.#pending?.culprits !== culprits) return
        this.#pending = undefined
        tell(reports)
      })
      .catch(this.#parts.onError)
      .finally(() => culprits.close())
  }

  /** What takes too long is told without. */
  noteTime(nowMs: number): void {
    if (this.#pending !== undefined && nowMs > this.#pending.sinceMs + LONGEST_MS)
      this.#pending.culprits.close()
  }

  /** The investigation is over; what is found is still told. */
  end(): void {
    this.#culprits?.close()
    this.#culprits = undefined
  }

  /** Everything is over. */
  close(): void {
    this.end()
    const pending = this.#pending
    this.#pending = undefined
    pending?.culprits.close()
  }
}

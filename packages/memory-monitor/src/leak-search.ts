import type { GcEvent, Sample, Sampler } from '@plimsoll/core'
import { Aftercare } from './confirm/aftercare.js'
import { type Finding, Investigation, type InvestigationParts } from './confirm/investigation.js'
import { addPauses, NO_PAUSES, type Pauses } from './confirm/pauses.js'
import { Rests } from './confirm/rests.js'
import type { Verdict } from './confirm/verdict.js'
import type { LeakKind } from './leak-kind.js'
import type { LeakSearchListener } from './leak-search-listener.js'
import type { MonitorState } from './monitor-events.js'
import type { ResolvedMonitorOptions } from './monitor-options.js'
import { Naming, type NamingParts } from './naming/naming.js'
import { Piecewise, type PiecewiseParts } from './piecewise.js'
import type { RequestCount } from './platform/request-count.js'
import { lacksName } from './report/compose-report.js'
import { type Drafted, draftOf, draftReports, type Ending, endingsOf } from './report/draft-reports.js'
import { isMaterial, patienceFor } from './report/is-material.js'
import type { LeakReport } from './report/leak-report.js'
import { type FactSources, factsOf } from './report/report-facts.js'
import { byCause } from './report/same-cause.js'
import { AllocationRate } from './watch/allocation-rate.js'
import { Hints, stretchMsOf } from './watch/hints.js'
import { LimitWatch, type LimitWatchParts } from './watch/limit-watch.js'
import { NativeMemory } from './watch/native-memory.js'
import { quantitiesOf } from './watch/quantities.js'
import { RareCounts } from './watch/rare-counts.js'

/** Native memory is what it is for so long, of an observation. */
const NATIVE_STRETCHES = 8
/** What is counted is read that often for each floor. */
const COUNTS_A_STRETCH = 4
/** A look makes a late process later. */
const LATE_MS = 100

export interface LeakSearchParts
  extends Omit<InvestigationParts, 'sample' | 'native'>,
    NamingParts,
    FactSources,
    LimitWatchParts,
    PiecewiseParts {
  readonly sampler: Sampler
  /** Of V8's heap; `undefined` where nobody tells. */
  readonly residentHeapBytes: () => number | undefined
  /** Counts only while something is looked into, or followed. */
  readonly requests: RequestCount
}

/**
 * From a hint to a verdict: cheap floors, then an investigation with exact points, then a leak that is followed in
 * case it levels off. Everything happens within the sampler's tick.
 */
export class LeakSearch {
  readonly #options: ResolvedMonitorOptions
  readonly #parts: LeakSearchParts
  readonly #listener: LeakSearchListener
  readonly #hints: Hints
  readonly #counts: RareCounts
  readonly #native: NativeMemory
  readonly #limits: LimitWatch
  readonly #rate = new AllocationRate()
  readonly #aftercare: Aftercare
  readonly #naming: Naming
  readonly #rests: Rests
  #investigation: Investigation | undefined
  #suspected: readonly LeakKind[] = []
  readonly #work: Piecewise

  constructor(options: ResolvedMonitorOptions, parts: LeakSearchParts, listener: LeakSearchListener) {
    this.#options = options
    this.#parts = parts
    this.#listener = listener
    this.#hints = new Hints(options.kinds, options.observationMs)
    this.#native = new NativeMemory(options.observationMs / NATIVE_STRETCHES)
    this.#limits = new LimitWatch(options.observationMs, parts)
    this.#counts = new RareCounts(parts.counts, stretchMsOf(options.observationMs) / COUNTS_A_STRETCH)
    this.#aftercare = new Aftercare(options.observationMs, {
      ...parts,
      native: this.#native,
      limits: this.#limits,
      retracted: (retraction) => listener.retracted(retraction),
    })
    this.#work = new Piecewise(parts)
    this.#naming = new Naming({ observationMs: options.observationMs, ...options.retainerPaths }, parts)
    this.#rests = new Rests(options.observationMs)
  }

  get state(): MonitorState {
    if (this.#aftercare.isFollowing) return 'confirmed'
    return this.#investigation === undefined && !this.#naming.isPending ? 'watching' : 'suspected'
  }

  /** What is being looked at. */
  get suspected(): readonly LeakKind[] {
    return this.#investigation === undefined ? [] : this.#suspected
  }

  get leaks(): readonly LeakReport[] {
    return this.#aftercare.leaksAt(this.#parts.sampler.latest.atMs)
  }

  get cost(): Pauses {
    return addPauses(this.#aftercare.cost, this.#investigation ?? NO_PAUSES)
  }

  noteGc(event: GcEvent): void {
    this.#rate.note(event)
  }

  noteSample(sample: Sample): void {
    // A look takes samples of its own, which are not to be looked at.
    if (this.#work.isBusy) return
    const { atMs } = sample
    this.#native.note(sample, this.#parts.residentHeapBytes())
    this.#rate.noteSample(sample)
    this.#limits.note(sample)
    this.#naming.noteTime(atMs)
    if (this.#naming.isPending) return
    this.#parts.requests.count(this.state !== 'watching')
    const requests = this.#parts.requests.total
    const investigation = this.#investigation
    if (investigation !== undefined) {
      if (!this.#mayPause(sample)) return
      if (investigation.isDue(atMs)) this.#do(this.#look(investigation, atMs, requests))
      else if (investigation.isCountDue(atMs)) this.#do(this.#count(investigation, sample, requests))
      return
    }
    const aftercare = this.#aftercare
    if (aftercare.isDue(atMs) && this.#mayPause(sample)) this.#do(aftercare.follow(atMs, requests))
    this.#hints.add({ atMs, requests }, quantitiesOf(sample, this.#counts.at(atMs), this.#native))
    if (!this.#rests.isOver(atMs) || aftercare.isEnding) return
    const kinds = this.#hints.rising().filter((kind) => !this.#aftercare.has(kind))
    if (kinds.length > 0) this.#begin(kinds, atMs, requests)
  }

  /** Ends what is going on without a verdict. */
  close(): void {
    this.#work.close()
    this.#end()
    this.#aftercare.close()
    this.#naming.close()
    this.#parts.requests.count(false)
  }

  #end(): void {
    this.#naming.end()
    if (this.#investigation !== undefined) this.#aftercare.take(this.#investigation)
    this.#investigation = undefined
  }

  /** One that is late or short of memory has other worries. */
  #mayPause({ eventLoopDelayMs }: Sample): boolean {
    return eventLoopDelayMs < LATE_MS && this.#parts.sampler.pressure.level !== 'critical'
  }

  #begin(suspected: readonly LeakKind[], atMs: number, requests: number): void {
    const { sampler, sampling } = this.#parts
    this.#parts.requests.count(true)
    const { kinds, observationMs, minGrowthBytes, profile } = this.#options
    this.#investigation = new Investigation(
      { kinds, observationMs, minGrowthBytes, capBytes: sampler.limitBytes },
      {
        ...this.#parts,
        native: this.#native,
        sampling: profile === false ? undefined : sampling,
        sample: (heapUsedBytes) => sampler.noteLiveHeap(heapUsedBytes),
      },
      { atMs, requests, allocatedPerSecond: this.#rate.perSecond(atMs, this.#parts.youngBytes()) },
    )
    this.#suspected = suspected
    this.#naming.begin(suspected)
    this.#listener.suspected({ kinds: suspected, atMs })
  }

  *#look(investigation: Investigation, atMs: number, requests: number): Generator<void, void> {
    investigation.look(atMs, requests)
    yield
    yield* investigation.digest()
    const { lastPoint } = investigation
    if (lastPoint !== undefined) this.#aftercare.followWith(lastPoint, this.#parts.sampler.latest)
    yield* this.#conclude(investigation, yield* investigation.finding(atMs), atMs)
  }

  *#count(investigation: Investigation, sample: Sample, requests: number): Generator<void, void> {
    investigation.count(sample, requests)
    const finding = yield* investigation.countFinding(sample.atMs)
    yield* this.#conclude(investigation, finding, sample.atMs)
  }

  *#conclude(investigation: Investigation, finding: Finding, atMs: number): Generator<void, void> {
    if (finding === 'open') {
      const news = investigation.leaning.filter(({ kind }) => !this.#listener.explains(kind))
      if (news.length > 0) yield* this.#naming.lean(atMs, () => this.#draft(news, investigation))
      return
    }
    const isTold = finding !== 'cleared' && (yield* this.#tellAll(finding, investigation, atMs))
    // What does not matter yet may do so when it has been looked at for longer.
    if (finding !== 'cleared' && !isTold && !investigation.isExhausted(atMs)) return
    // What is counted is found before what is weighed where collections take long.
    if (isTold && investigation.mayFindMore(finding, atMs)) return
    this.#hints.clear()
    this.#end()
    this.#rests.begin(atMs, isTold)
  }

  /** What is worth telling, if it is `wanted`. */
  *#draft(
    verdicts: readonly Verdict[],
    investigation: Investigation,
    isWanted: (ending: Ending) => boolean = () => true,
  ): Generator<void, readonly Drafted[]> {
    const news = verdicts.filter(({ kind }) => !this.#aftercare.has(kind))
    if (news.length === 0) return []
    const facts = factsOf(investigation, this.#parts, this.#limits.facts)
    yield
    const endings = endingsOf(news, facts).filter(
      (ending) => isMaterial(ending, this.#options) && isWanted(ending),
    )
    if (endings.length === 0) return []
    return yield* draftReports(endings, facts, (kind) => this.#naming.openers(kind))
  }

  /** Whether any of it is worth telling; some is told when it is known who holds it, or that it goes on. */
  *#tellAll(
    finding: readonly Verdict[],
    investigation: Investigation,
    atMs: number,
  ): Generator<void, boolean> {
    let isTold = false
    const isSeenLongEnough = (ending: Ending) =>
      investigation.hasLookedFor(patienceFor(ending, this.#options), atMs)
    const drafts = yield* this.#draft(finding, investigation, isSeenLongEnough)
    const found = drafts.filter(({ draft }) => !(lacksName(draft) && investigation.mayYetName(atMs)))
    yield
    this.#naming.finish(found.map(draftOf), atMs, (reports) => {
      const told = reports.filter(({ kind }) => !this.#listener.explains(kind))
      isTold = told.length > 0
      for (const { verdict } of found) {
        const report = told.find(({ kind }) => kind === verdict.kind)
        if (report !== undefined) this.#aftercare.add(report, verdict.growth.perSecond, atMs)
      }
      for (const ofOneCause of byCause(told)) this.#listener.found(ofOneCause)
    })
    return this.#naming.isPending || isTold
  }

  #do(work: Iterator<void>): void {
    this.#work.begin(work, (pauseMs) => this.#investigation?.addPause(pauseMs))
  }
}

import type { Clock, Closeable, Logger, OnError } from '@plimsoll/core'
import { type Acquisition, Look } from './acquisition.js'
import { Announcements } from './announcements.js'
import { type Finding, Findings } from './findings.js'
import { Ledger, MAX_HELD } from './ledger.js'
import type { ResolvedObserveOptions } from './observe-options.js'
import type { Observer, Outstanding, OutstandingKind, RequestTrace } from './observer.js'
import { type OriginalOf, outstandingOf } from './outstanding-of.js'
import type { IsForeign } from './place.js'
import { PlaceBook } from './place-book.js'
import { type EndedRequest, RouteClocks } from './route-clock.js'
import { StackBudget } from './stack-budget.js'
import { Trace, type TraceKeeper } from './trace.js'

/** Major collections of garbage. */
export interface Collections {
  /** How many there were since the first start. */
  readonly count: number
  start(): Closeable
  /** Makes one, unless it would pause for long. */
  collect(): void
}

/** Where the outside world enters the observer. */
export interface WatchPorts {
  readonly clock: Clock
  readonly logger: Logger
  readonly onError: OnError
  readonly collections: Collections
  /** Wraps what handlers open things with, until it is closed. */
  watch(onError: OnError): Closeable
  readonly isOurs: IsForeign
  readonly originalOf: OriginalOf
  /** From 0 to 1. */
  random(): number
}

const MIN_SWEEP_MS = 20
const MAX_SWEEP_MS = 30_000
/** Of our own accord we collect garbage so often in so many grace times, and never twice in one sweep. */
const COLLECTIONS_AT_ONCE = 3
const GRACES_BETWEEN = 10
/** What was at once in flight counts for so many grace times: pools that were filled by it are at rest by then. */
const GRACES_PER_PEAK = 10
/** So many listeners are read for each thing that a request has opened, when it ends. */
const FEW_LISTENERS = 32

/** Watches requests: what they opened, what is still alive when they end, and whether that grows. */
export class ProcessObserver implements Observer, TraceKeeper {
  readonly graceMs: number
  readonly #sampleRate: number
  readonly #ports: WatchPorts
  readonly #clocks = new RouteClocks()
  readonly #stacks = new StackBudget()
  readonly #findings = new Findings()
  readonly #announcements: Announcements
  readonly #ledger: Ledger
  #running: readonly Closeable[] = []
  #timer: { close(): void } | undefined
  #collecting: { close(): void } | undefined
  #current: readonly Finding[] = []
  #sweptMs = Number.NEGATIVE_INFINITY
  #collectedMs = Number.NEGATIVE_INFINITY
  #collectionsLeft = 0
  /** Collections seen by the last sweep: their finalizers have run by the next. */
  #seenCollections = 0
  #inFlight = 0
  #peakInFlight = 0
  #peakBefore = 0
  #peakSinceMs = Number.NEGATIVE_INFINITY
  #toldFull = false

  constructor({ graceMs, sampleRate }: ResolvedObserveOptions, ports: WatchPorts) {
    this.graceMs = graceMs
    this.#sampleRate = sampleRate
    this.#ports = ports
    this.#announcements = new Announcements(ports.logger, ports.onError)
    this.#ledger = new Ledger(graceMs, new PlaceBook(ports.isOurs))
  }

  start(): void {
    if (this.#running.length > 0) return
    this.#running = [this.#ports.watch(this.#ports.onError), this.#ports.collections.start()]
  }

  begin(): Trace | undefined {
    if (this.#running.length === 0) return undefined
    if (this.#sampleRate < 1 && this.#ports.random() >= this.#sampleRate) return undefined
    this.#inFlight += 1
    if (this.#inFlight > this.#peakInFlight) this.#peakInFlight = this.#inFlight
    return new Trace(this)
  }

  end(given: RequestTrace, route: string | undefined): void {
    const trace = given as Trace
    if (trace.hasEnded) return
    trace.hasEnded = true
    trace.route = route
    this.#inFlight -= 1
    const { opened } = trace
    if (opened === undefined && this.#ledger.isEmpty) return
    trace.opened = undefined
    const request = this.#requestOf(trace)
    if (opened === undefined) return
    // Of a listener that is one of thousands it would take long to tell, and that at each request's end.
    const look = new Look(FEW_LISTENERS * opened.length)
    for (const acquisition of opened) {
      if (!acquisition.isOpen(look)) continue
      this.#stacks.arm(acquisition.kind, request.endedMs)
      this.#keep(acquisition, request)
    }
    this.#expectSweep(request.endedMs)
  }

  openedLate(trace: Trace, acquisition: Acquisition): void {
    if (this.#running.length === 0) return
    const nowMs = this.nowMs()
    this.#stacks.arm(acquisition.kind, nowMs)
    this.#keep(acquisition, this.#requestOf(trace))
    const unknown = this.#clocks.unknownRequest(nowMs, this.#ports.collections.count)
    this.#keep(acquisition, unknown, acquisition.dueAtMs)
    this.#expectSweep(nowMs)
  }

  nowMs(): number {
    return this.#ports.clock.now()
  }

  wantsStack(kind: OutstandingKind, eager: boolean): boolean {
    return this.#stacks.take(kind, eager, this.nowMs())
  }

  outstanding(): readonly Outstanding[] {
    const nowMs = this.nowMs()
    if (nowMs - this.#sweptMs >= Math.min(1000, this.graceMs / 8)) this.#sweep()
    return this.#current.map((finding) => outstandingOf(finding, nowMs, this.#ports.originalOf))
  }

  onOutstanding(listener: (found: Outstanding) => void): Closeable {
    return this.#announcements.onOutstanding(listener)
  }

  close(): void {
    for (const each of this.#running) each.close()
    this.#running = []
    this.#timer?.close()
    this.#timer = undefined
    this.#collecting?.close()
    this.#ledger.clear()
    this.#clocks.clear()
    this.#findings.clear()
    this.#announcements.clear()
    this.#current = []
  }

  [Symbol.dispose](): void {
    this.close()
  }

  #requestOf(trace: Trace): EndedRequest {
    trace.request ??= this.#clocks.end(trace.route, this.nowMs(), this.#ports.collections.count)
    return trace.request
  }

  #keep(acquisition: Acquisition, request: EndedRequest, ripeAtMs = acquisition.ripeAtMs): void {
    this.#ledger.add({ acquisition, request, ripeAtMs })
  }

  #expectSweep(nowMs: number): void {
    if (this.#timer !== undefined || this.#ledger.isEmpty) return
    this.#mark(nowMs)
    this.#schedule()
  }

  #mark(nowMs: number): void {
    this.#clocks.mark(nowMs, this.graceMs, this.#ports.collections.count)
  }

  #schedule(): void {
    const delayMs = Math.min(MAX_SWEEP_MS, Math.max(MIN_SWEEP_MS, this.graceMs / 2))
    this.#timer = this.#ports.clock.schedule(() => {
      this.#timer = undefined
      this.#sweep()
      if (!this.#ledger.isEmpty) this.#schedule()
    }, delayMs)
  }

  #sweep(): void {
    const { clock, collections, originalOf, onError } = this.#ports
    const nowMs = clock.now()
    this.#sweptMs = nowMs
    try {
      this.#mark(nowMs)
      this.#turnPeak(nowMs)
      this.#ledger.sweep(nowMs)
      this.#tellFull()
      this.#current = this.#findings.judge(this.#ledger.groups, {
        peakInFlight: Math.max(this.#peakInFlight, this.#peakBefore),
        lastOldEnough: (route, collections) =>
          this.#clocks.of(route).endedBy(nowMs - this.graceMs, collections),
        collections: this.#seenCollections,
      })
      this.#seenCollections = collections.count
      this.#announcements.tell(this.#current, nowMs, (finding) => outstandingOf(finding, nowMs, originalOf))
      if (this.#findings.needsCollection) this.#collect(nowMs)
    } catch (error) {
      onError(error)
    }
  }

  /** One burst must not hide for ever what leaks one by one. */
  #turnPeak(nowMs: number): void {
    if (nowMs - this.#peakSinceMs < GRACES_PER_PEAK * this.graceMs) return
    this.#peakSinceMs = nowMs
    this.#peakBefore = this.#peakInFlight
    this.#peakInFlight = this.#inFlight
  }

  #tellFull(): void {
    if (this.#toldFull || this.#ledger.overflow === 0) return
    this.#toldFull = true
    this.#ports.logger.warn(
      `[plimsoll] requests have left more than ${MAX_HELD} timers, listeners and files open; observe counts no more`,
    )
  }

  #collect(nowMs: number): void {
    if (nowMs - this.#collectedMs >= GRACES_BETWEEN * this.graceMs) {
      this.#collectedMs = nowMs
      this.#collectionsLeft = COLLECTIONS_AT_ONCE
    }
    if (this.#collectionsLeft === 0) return
    this.#collectionsLeft -= 1
    // Not now: what this sweep has looked at through weak references is held until its turn is over.
    this.#collecting = this.#ports.clock.schedule(() => this.#ports.collections.collect(), 0)
  }
}

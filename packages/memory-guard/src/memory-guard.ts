import {
  type Clock,
  type Closeable,
  type GarbageCollector,
  garbageCollector,
  type HealthReport,
  type HeapProbe,
  heapProbe,
  type MetricFamily,
  nodeClock,
  type OnError,
  PressureGauge,
  reportRejection,
  type Sample,
  type Sampler,
  type SignalName,
  safeOnError,
} from '@plimsoll/core'
import type { AdmissionRequest, Admitted, Priority, Shed, ShedReason } from './admission.js'
import { Classifier } from './classifier.js'
import type { Abandoned } from './costs/lingering.js'
import { type Accounts, accountsOf } from './fitting/accounts.js'
import { Fitting } from './fitting/fitting.js'
import { linesFor } from './fitting/lines.js'
import type { Misfit } from './fitting/misfit.js'
import { Reclaimer } from './fitting/reclaimer.js'
import type { Ticket } from './fitting/ticket.js'
import type { ResolvedMemoryGuardOptions } from './guard-options.js'
import { GuardCounters, type GuardStats, guardMetrics } from './guard-stats.js'
import { type MemoryView, memoryViewOf } from './memory-view.js'
import { RecentSheds } from './recent-sheds.js'
import { retryAfterSeconds } from './retry-after.js'
import { Stages } from './stages.js'
import { TokenBucket } from './token-bucket.js'

/** Where the outside world enters a guard. */
export interface MemoryGuardPorts {
  readonly sampler: Sampler
  readonly clock?: Clock
  readonly collector?: GarbageCollector
  readonly heap?: HeapProbe
  readonly random?: () => number
  readonly onError: OnError
}

/** Endpoints may be asked that often while the process is under pressure; a probe asks once a second. */
const ENDPOINTS_PER_SECOND = 50
const ENDPOINT_BURST = 100

/** Admits or sheds. Knows requests only as facts: no framework, no sockets. */
export class MemoryGuard implements Closeable {
  readonly #options: ResolvedMemoryGuardOptions
  readonly #sampler: Sampler
  readonly #clock: Clock
  readonly #random: () => number
  readonly #onError: OnError
  readonly #accounts: Accounts
  readonly #fitting: Fitting
  readonly #reclaimer: Reclaimer
  readonly #stages: Stages
  readonly #gauge: PressureGauge
  readonly #classifier: Classifier
  readonly #recent = new RecentSheds()
  readonly #counters = new GuardCounters()
  readonly #endpointBudget: TokenBucket
  #memory: MemoryView
  #held: readonly Closeable[] = []

  constructor(options: ResolvedMemoryGuardOptions, ports: MemoryGuardPorts) {
    const { sampler, clock = nodeClock, heap = heapProbe(), collector = garbageCollector() } = ports
    const counted = new Set<SignalName>(options.signals)
    const counts = (name: SignalName): boolean => counted.has(name)
    this.#options = options
    this.#sampler = sampler
    this.#clock = clock
    this.#random = ports.random ?? Math.random
    this.#onError = safeOnError(ports.onError)
    this.#accounts = accountsOf(sampler)
    this.#reclaimer = new Reclaimer(collector, options.reclaim)
    this.#fitting = new Fitting(
      { ...options, lines: linesFor(options), signals: counts },
      { sampler, heap, accounts: this.#accounts, reclaimer: this.#reclaimer },
    )
    this.#stages = new Stages({ ...options, counts })
    this.#gauge = new PressureGauge({ ...options, signals: [...counted] }, clock.now())
    this.#classifier = new Classifier(options, this.#onError)
    this.#endpointBudget = new TokenBucket(ENDPOINTS_PER_SECOND, ENDPOINT_BURST, clock.now())
    this.#memory = memoryViewOf(this.#gauge.pressure)
  }

  /** What handlers see; one frozen object for all requests between two samples. */
  get memory(): MemoryView {
    return this.#memory
  }

  get stats(): GuardStats {
    return this.#counters.stats(this.#reclaimer.counts, this.#accounts)
  }

  /** Whether requests are being turned away, for `/health`. */
  get health(): readonly HealthReport[] {
    return this.#recent.report(this.#clock.now(), this.#options.mode === 'dry-run')
  }

  get metrics(): readonly MetricFamily[] {
    return guardMetrics(this.#counters, this.#reclaimer.counts, this.#accounts)
  }

  /** Joins the sampler. A guard that was not started, or is closed, admits everything. */
  start(): void {
    if (this.#held.length > 0) return
    this.#reclaimer.prepare()
    this.#held = [
      ...[...this.#options.costs].map(([route, bytes]) => this.#accounts.book.fix(route, bytes)),
      this.#sampler.start(),
      this.#sampler.onSample((sample) => this.#onSample(sample)),
      this.#sampler.onGc((event) => {
        // A collection of ours was learned from when it ended; this event comes later.
        if (event.kind !== 'major' || event.forced || event.heapUsedBytes === undefined) return
        this.#fitting.learn(event.heapUsedBytes, event.externalBytes ?? 0, event)
      }),
    ]
    this.#onSample(this.#sampler.latest)
  }

  close(): void {
    for (const each of this.#held) each.close()
    this.#held = []
    this.#reclaimer.spareTheLoop(false)
  }

  [Symbol.dispose](): void {
    this.close()
  }

  /** How the framework compares paths; learned when the first request comes through it. */
  set caseSensitive(value: boolean) {
    this.#classifier.caseSensitive = value
  }

  /** Decides on a request. Never throws; when it cannot decide it admits. */
  admit(request: AdmissionRequest): Admitted | Shed {
    try {
      return this.#decide(request)
    } catch (error) {
      this.#onError(error)
      const ticket = this.#accounts.open(this.#accounts.book.unknown, 0, 0)
      return { decision: 'admitted', ticket }
    }
  }

  /** Whether an endpoint may be answered now: always while calm, within a small budget under pressure. */
  admitEndpoint(): boolean {
    if (this.#memory.pressure === 'normal' && this.#stages.stage === 'normal') return true
    if (this.#endpointBudget.take(this.#clock.now())) return true
    this.#counters.countShed('critical', 'endpoint-budget')
    return this.#options.mode === 'dry-run'
  }

  /**
   * Gives the reservation back. A second call does nothing.
   * @param abandoned the response, where its client has left before the handler has ended it
   */
  release(ticket: Ticket, abandoned?: Abandoned): void {
    this.#accounts.release(ticket, abandoned, abandoned && this.#clock.now())
  }

  /** Whether the route of a request was known when it was let in. */
  knowsRoute(ticket: Ticket): boolean {
    return ticket.route !== this.#accounts.book.unknown
  }

  /** Learns after a response which route its path belongs to. */
  learnRoute(request: AdmissionRequest, ticket: Ticket, template: string | undefined): void {
    const { book } = this.#accounts
    if (ticket.route === book.unknown) book.learn(request.method, request.path, template)
    else ticket.route.sawBody(ticket.bodyBytes)
  }

  #decide(request: AdmissionRequest): Admitted | Shed {
    const nowMs = this.#clock.now()
    this.#sampler.refreshIfStale(nowMs)
    const priority = this.#classifier.of(request)
    const { book } = this.#accounts
    const route = book.find(request.method, request.path)
    if (this.#stages.sheds(priority) && !this.#relieved(priority, nowMs)) {
      const { signal, ratio } = this.#stages
      return this.#shed(request, priority, route, { reason: signal, ratio }, nowMs)
    }
    const result = this.#fitting.admit(route, request, priority, nowMs)
    if ('route' in result) {
      this.#counters.admitted[priority] += 1
      return { decision: 'admitted', ticket: result }
    }
    return this.#shed(request, priority, route, result, nowMs)
  }

  #shed(
    request: AdmissionRequest,
    priority: Priority,
    route: Ticket['route'],
    why: Partial<Misfit> & { readonly reason: ShedReason; readonly ratio: number },
    nowMs: number,
  ): Admitted | Shed {
    const { reason, ratio, usedBytes, limitBytes } = why
    const status = why.forever === true ? 413 : 503
    const dryRun = this.#options.mode === 'dry-run'
    this.#counters.countShed(priority, reason)
    // A body that can never fit is the client's mistake: this server lacks nothing.
    if (status === 503) this.#recent.note(reason, nowMs)
    if (dryRun || this.#options.onShed !== undefined) {
      const bodyBytes = request.bodyBytes ?? 0
      const costBytes = this.#accounts.book.estimateBytes(route, bodyBytes)
      this.#tell({
        ...{ reason, priority, status, ratio, costBytes, dryRun, method: request.method, path: request.path },
        ...(usedBytes === undefined ? {} : { usedBytes }),
        ...(limitBytes === undefined ? {} : { limitBytes }),
      })
      if (dryRun) return { decision: 'admitted', ticket: this.#accounts.open(route, costBytes, bodyBytes) }
    }
    const seconds = retryAfterSeconds(this.#options.retryAfterSeconds, ratio, this.#random)
    return { decision: 'shed', status, reason, retryAfterSeconds: seconds }
  }

  #tell(event: Parameters<NonNullable<ResolvedMemoryGuardOptions['onShed']>>[0]): void {
    try {
      reportRejection(this.#options.onShed?.(event), this.#onError)
    } catch (error) {
      this.#onError(error)
    }
  }

  /** The live heap was measured at the last major collection; what has ended since is garbage by now. */
  #relieved(priority: Priority, nowMs: number): boolean {
    if (this.#stages.signal !== 'heap-live' || !this.#fitting.reclaim(nowMs)) return false
    this.#sampler.noteLiveHeap()
    const relieved = !this.#stages.sheds(priority)
    this.#reclaimer.judge(relieved, nowMs)
    return relieved
  }

  #onSample(sample: Sample): void {
    const { signals } = this.#sampler
    this.#stages.update(signals)
    this.#memory = memoryViewOf(this.#gauge.update(sample, signals))
    this.#fitting.onSample(sample)
  }
}

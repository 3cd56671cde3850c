import type { Closeable, GcEvent, Logger, Sample, Sampler } from '@plimsoll/core'
import { CacheRegister, type DeclaredCache } from './cache-register.js'
import { Confirmed } from './confirm/confirmed.js'
import { Investigation, type InvestigationParts } from './confirm/investigation.js'
import type { Verdict } from './confirm/verdict.js'
import { EventListeners } from './event-listeners.js'
import type { MonitorEvents, MonitorState } from './monitor-events.js'
import type { ResolvedMonitorOptions } from './monitor-options.js'
import { composeReport, type ReportFacts } from './report/compose-report.js'
import type { LeakReport } from './report/leak-report.js'
import { AllocationRate } from './watch/allocation-rate.js'
import { GcStats } from './watch/gc-stats.js'
import { Hints } from './watch/hints.js'
import { quantitiesOf } from './watch/quantities.js'

/** After a look that found nothing the next one waits twice as long, up to so many observations. */
const LONGEST_REST = 16

export interface MonitorPorts extends Omit<InvestigationParts, 'sample'> {
  readonly sampler: Sampler
  readonly requests: () => number
  readonly youngBytes: () => number
  readonly sourceOf: ReportFacts['sourceOf']
  readonly openFiles: ReportFacts['openFiles']
  readonly logger: Logger
}

/** What the monitor knows. Plain data. */
export interface MonitorReport {
  readonly state: MonitorState
  readonly leaks: readonly LeakReport[]
  readonly caches: readonly DeclaredCache[]
  /** Full collections that the monitor asked for, and what they cost. */
  readonly collections: number
  readonly pausedMs: number
  readonly longestPauseMs: number
}

/** Watches a process for leaks. Everything it does happens within the sampler's tick. */
export class MemoryMonitor {
  readonly #options: ResolvedMonitorOptions
  readonly #ports: MonitorPorts
  readonly #listeners: EventListeners<MonitorEvents>
  readonly #caches = new CacheRegister()
  readonly #hints: Hints
  readonly #gcStats = new GcStats()
  readonly #rate = new AllocationRate()
  readonly #confirmed: Confirmed
  #investigation: Investigation | undefined
  #looking = false
  #restMs: number
  #notBeforeMs = Number.NEGATIVE_INFINITY
  #running: readonly Closeable[] = []
  #collections = 0
  #pausedMs = 0
  #longestPauseMs = 0

  constructor(options: ResolvedMonitorOptions, ports: MonitorPorts) {
    this.#options = options
    this.#ports = ports
    this.#listeners = new EventListeners(ports.onError)
    this.#hints = new Hints(options.kinds, options.observationMs)
    this.#confirmed = new Confirmed(options.observationMs)
    this.#restMs = options.observationMs / 2
  }

  get state(): MonitorState {
    if (this.#confirmed.leaks.length > 0) return 'confirmed'
    return this.#investigation === undefined ? 'watching' : 'suspected'
  }

  /** Calls `listener` from now on; what it throws goes to `onError`. */
  on<E extends keyof MonitorEvents>(event: E, listener: (value: MonitorEvents[E]) => void): Closeable {
    return this.#listeners.on(event, listener)
  }

  once<E extends keyof MonitorEvents>(event: E, listener: (value: MonitorEvents[E]) => void): Closeable {
    return this.#listeners.on(event, listener, true)
  }

  off<E extends keyof MonitorEvents>(event: E, listener: (value: MonitorEvents[E]) => void): void {
    this.#listeners.off(event, listener)
  }

  /** Says that something may fill up to a bound: until it is full, growth is no leak. */
  registerCache(cache: DeclaredCache): Closeable {
    return this.#caches.add(cache)
  }

  /** What is known now. Plain data; costs nothing. */
  report(): MonitorReport {
    const now = this.#investigation
    return {
      state: this.state,
      leaks: this.#confirmed.leaks,
      caches: this.#caches.list(),
      collections: this.#collections + (now?.collections ?? 0),
      pausedMs: this.#pausedMs + (now?.pausedMs ?? 0),
      longestPauseMs: Math.max(this.#longestPauseMs, now?.longestPauseMs ?? 0),
    }
  }

  /** Begins to watch; the timer is the shared sampler's and keeps nothing alive. */
  start(): void {
    if (this.#running.length > 0) return
    const { sampler } = this.#ports
    this.#running = [
      sampler.start(),
      sampler.onGc((event) => this.#guarded(() => this.#onGc(event))),
      sampler.onSample((sample) => this.#guarded(() => this.#onSample(sample))),
    ]
  }

  stop(): void {
    for (const each of this.#running) each.close()
    this.#running = []
    this.#endInvestigation()
  }

  #onGc(event: GcEvent): void {
    this.#rate.note(event)
    const stats = this.#gcStats.note(event, this.#ports.sampler.latest)
    if (stats !== undefined) this.#listeners.emit('stats', stats)
  }

  #onSample(sample: Sample): void {
    if (this.#looking) return
    const { atMs } = sample
    const requests = this.#ports.requests()
    const investigation = this.#investigation
    if (investigation !== undefined) {
      if (investigation.isDue(atMs) && this.#mayPause(sample)) this.#look(investigation, atMs, requests)
      return
    }
    if (this.#confirmed.isDue(atMs) && this.#mayPause(sample)) this.#follow(atMs, requests)
    this.#hints.add({ atMs, requests }, quantitiesOf(sample, this.#ports.counts()))
    if (atMs < this.#notBeforeMs) return
    const kinds = this.#hints.rising().filter((kind) => !this.#confirmed.has(kind))
    if (kinds.length === 0) return
    this.#begin(sample, requests)
    this.#listeners.emit('suspicion', { kinds, atMs })
  }

  /** A look pauses the process; one that is late or short of memory has other worries. */
  #mayPause({ eventLoopDelayMs }: Sample): boolean {
    return eventLoopDelayMs < 100 && this.#ports.sampler.pressure.level !== 'critical'
  }

  #begin({ atMs }: Sample, requests: number): void {
    const { sampler, sampling } = this.#ports
    const { kinds, observationMs, minGrowthBytes, profile } = this.#options
    this.#investigation = new Investigation(
      { kinds, observationMs, minGrowthBytes },
      {
        ...this.#ports,
        sampling: profile === false ? undefined : sampling,
        sample: () => sampler.noteLiveHeap(),
      },
      { atMs, requests, allocatedPerSecond: this.#rate.perSecond(atMs, this.#ports.youngBytes()) },
    )
  }

  #look(investigation: Investigation, atMs: number, requests: number): void {
    this.#alone(() => investigation.look(atMs, requests))
    const finding = investigation.finding(atMs)
    if (finding === 'open') return
    if (finding === 'cleared') {
      this.#notBeforeMs = atMs + this.#restMs
      this.#restMs = Math.min(2 * this.#restMs, LONGEST_REST * this.#options.observationMs)
    } else {
      for (const verdict of finding) this.#tell(verdict, investigation)
      this.#notBeforeMs = atMs + this.#options.observationMs
    }
    this.#hints.clear()
    this.#endInvestigation()
  }

  /** Whether what was found still grows. */
  #follow(atMs: number, requests: number): void {
    const { clock, collect, counts, sampler } = this.#ports
    this.#alone(() => {
      const startMs = clock.now()
      collect()
      const pauseMs = clock.now() - startMs
      this.#count(1, pauseMs)
      this.#confirmed.rest(atMs, pauseMs)
      const quantities = quantitiesOf(sampler.noteLiveHeap(), counts())
      for (const { kind, message } of this.#confirmed.follow({ atMs, requests, quantities })) {
        this.#ports.logger.info(`[plimsoll] ${message}`)
        this.#listeners.emit('retraction', { kind, message })
      }
    })
  }

  /** A look takes samples of its own, which are not to be looked at. */
  #alone(look: () => void): void {
    this.#looking = true
    try {
      look()
    } finally {
      this.#looking = false
    }
  }

  #count(collections: number, pausedMs: number, longestPauseMs = pausedMs): void {
    this.#collections += collections
    this.#pausedMs += pausedMs
    this.#longestPauseMs = Math.max(this.#longestPauseMs, longestPauseMs)
  }

  #tell(verdict: Verdict, investigation: Investigation): void {
    if (this.#confirmed.has(verdict.kind)) return
    const { pausedMs, longestPauseMs, collections, blind } = investigation
    const report = composeReport(verdict, {
      evidence: investigation.evidence,
      sample: this.#ports.sampler.latest,
      sourceOf: this.#ports.sourceOf,
      openFiles: this.#ports.openFiles,
      cost: { collections, pausedMs, longestPauseMs, ...(blind !== undefined && { blind }) },
    })
    if (!this.#isMaterial(report) || this.#caches.explain(report)) return
    this.#confirmed.add(report)
    this.#ports.logger.warn(`[plimsoll] leak: ${report.message}`)
    this.#listeners.emit('leak', report)
  }

  /** A leak that nobody will live to see is none; counted things have no limit but are wrong all the same. */
  #isMaterial({ forecast }: LeakReport): boolean {
    return forecast === undefined || forecast.secondsToLimit <= this.#options.horizonSeconds
  }

  #endInvestigation(): void {
    const ended = this.#investigation
    if (ended === undefined) return
    this.#investigation = undefined
    this.#count(ended.collections, ended.pausedMs, ended.longestPauseMs)
    this.#guarded(() => ended.close())
  }

  /** Nothing of ours reaches the application. */
  #guarded(run: () => void): void {
    try {
      run()
    } catch (error) {
      this.#ports.onError(error)
    }
  }
}

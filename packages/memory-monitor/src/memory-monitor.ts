import { board, type Closeable, type GcEvent, type Logger, type Sample } from '@plimsoll/core'
import { HeapDiff, type HeapDiffOptions } from '@plimsoll/heap/live'
import { CacheRegister, type DeclaredCache } from './cache-register.js'
import { keptSampling } from './confirm/kept-sampling.js'
import { EventListeners } from './event-listeners.js'
import { LeakSearch, type LeakSearchParts } from './leak-search.js'
import { MONITOR_EVENTS, type MonitorEvents, type MonitorState } from './monitor-events.js'
import type { ResolvedMonitorOptions } from './monitor-options.js'
import type { MonitorReport } from './monitor-report.js'
import { healthReports } from './report/health-reports.js'
import type { LeakReport } from './report/leak-report.js'
import { monitorMetrics } from './report/monitor-metrics.js'
import { lineOf } from './report/same-cause.js'
import { GcStats } from './watch/gc-stats.js'
import { stretchMsOf } from './watch/hints.js'

export interface MonitorPorts extends LeakSearchParts {
  readonly logger: Logger
}

/** Watches a process for leaks. Made by `createMemoryMonitor()`. */
export class MemoryMonitor {
  readonly #ports: MonitorPorts
  readonly #listeners: EventListeners<MonitorEvents>
  readonly #caches: CacheRegister
  readonly #gcStats = new GcStats()
  readonly #search: LeakSearch
  readonly #kinds: ResolvedMonitorOptions['kinds']
  readonly #stretchMs: number
  readonly #kept: ReturnType<typeof keptSampling> | undefined
  #running: readonly Closeable[] = []

  constructor(options: ResolvedMonitorOptions, ports: MonitorPorts) {
    this.#ports = ports
    this.#kinds = options.kinds
    this.#stretchMs = stretchMsOf(options.observationMs)
    this.#listeners = new EventListeners(MONITOR_EVENTS, ports.onError)
    this.#caches = new CacheRegister(ports.onError)
    const { sampling } = ports
    if (options.profile === 'always' && sampling !== undefined) this.#kept = keptSampling(sampling)
    this.#search = new LeakSearch(
      options,
      { ...ports, sampling: this.#kept ?? sampling },
      {
        suspected: (suspicion) => {
          this.#caches.mark()
          this.#listeners.emit('suspicion', suspicion)
        },
        explains: (kind) => this.#caches.explain(kind),
        found: (reports) => this.#found(reports),
        retracted: (retraction) => {
          ports.logger.info(`[plimsoll] ${retraction.message}`)
          this.#listeners.emit('retraction', retraction)
        },
      },
    )
  }

  get state(): MonitorState {
    return this.#search.state
  }

  /** Whether something is suspected and looked into right now. */
  get isLooking(): boolean {
    return this.#search.suspected.length > 0
  }

  /** Calls `listener` from now on; what it throws goes to `onError`. Throws for an event that there is not. */
  on<E extends keyof MonitorEvents>(event: E, listener: (value: MonitorEvents[E]) => void): Closeable {
    return this.#listeners.on(event, listener)
  }

  once<E extends keyof MonitorEvents>(event: E, listener: (value: MonitorEvents[E]) => void): Closeable {
    return this.#listeners.on(event, listener, true)
  }

  off<E extends keyof MonitorEvents>(event: E, listener: (value: MonitorEvents[E]) => void): void {
    this.#listeners.off(event, listener)
  }

  /** Says that something may fill up to a bound: while it fills, growth of the heap and of buffers is no leak. */
  registerCache(cache: DeclaredCache): Closeable {
    return this.#caches.add(cache)
  }

  /** What is known now. Plain data; costs nothing. */
  report(): MonitorReport {
    const { state, leaks, cost } = this.#search
    return { state, leaks, caches: this.#caches.list(), ...cost }
  }

  /** For what changes on the heap between two moments: `await diff.start()`, later `await diff.end()`. */
  heapDiff(options?: HeapDiffOptions): HeapDiff {
    return new HeapDiff(options)
  }

  /** Begins to watch; the timer is the shared sampler's and keeps nothing alive. */
  start(): void {
    if (this.#running.length > 0) return
    const { sampler } = this.#ports
    this.#kept?.start(0)
    this.#running = [
      sampler.start({ maxIntervalMs: this.#stretchMs }),
      sampler.onGc((event) => this.#guarded(() => this.#onGc(event))),
      sampler.onSample((sample: Sample) => this.#guarded(() => this.#search.noteSample(sample))),
      board().put('health', () => healthReports(this.#search.leaks)),
      board().put('metrics', () => {
        const { suspected, leaks } = this.#search
        return monitorMetrics({ kinds: this.#kinds, suspected, leaks })
      }),
    ]
  }

  /** Ends watching; what was found is still told by `report()`. */
  stop(): void {
    for (const each of this.#running) each.close()
    this.#running = []
    this.#guarded(() => this.#search.close())
    this.#guarded(() => this.#kept?.end())
    this.#guarded(() => this.#ports.sampling?.close())
  }

  #onGc(event: GcEvent): void {
    this.#search.noteGc(event)
    const stats = this.#gcStats.note(event, this.#ports.sampler.latest)
    if (stats !== undefined) this.#listeners.emit('stats', stats)
  }

  #found(reports: readonly LeakReport[]): void {
    this.#ports.logger.warn(`[plimsoll] leak: ${lineOf(reports)}`)
    for (const report of reports) this.#listeners.emit('leak', report)
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

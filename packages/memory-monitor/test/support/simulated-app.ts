import type { GcEvent, Sample, Sampler } from '@plimsoll/core'
import { closeable } from '@plimsoll/core'
import { sampleOf } from '@plimsoll/core/testing'
import { MemoryMonitor, type MonitorPorts } from '../../src/memory-monitor.js'
import type { MonitorEvents } from '../../src/monitor-events.js'
import { type MemoryMonitorOptions, resolveMonitorOptions } from '../../src/monitor-options.js'
import type { Counts } from '../../src/watch/quantities.js'
import { comesTo } from './all-pieces.js'

/** A place in the code of the application that allocates. */
export interface SimulatedSite {
  readonly functionName: string
  readonly file?: string
  readonly bytesPerRequest: number
  /**
   * How many of its newest objects are kept: all of them, those of a bounded cache, or the first ones only. Or all in
   * one store, which is replaced by one that is half as large again when it is full.
   */
  readonly keeps: 'all' | 'in-a-store' | { readonly newest: number } | { readonly first: number }
}

export interface SimulatedOptions {
  readonly sites?: readonly SimulatedSite[]
  readonly requestsPerSecond?: number | ((second: number) => number)
  readonly monitor?: MemoryMonitorOptions
  readonly pauseMs?: number
  /** Beside the heap: other fields of each sample. */
  readonly fields?: (app: SimulatedApp) => Partial<Sample>
  /** What is counted. */
  readonly counts?: (app: SimulatedApp) => Counts
  /** Why sampling cannot begin. */
  readonly blind?: string
}

interface Allocated {
  readonly ordinal: number
  readonly size: number
}

/** Those that a test has made, to be stopped after it. */
export const started: SimulatedApp[] = []

/** An application that allocates by the second, with a collector, a sampler of allocations, and a monitor on it. */
export class SimulatedApp {
  readonly monitor: MemoryMonitor
  readonly told: { [E in keyof MonitorEvents]: MonitorEvents[E][] } = {
    stats: [],
    suspicion: [],
    leak: [],
    retraction: [],
  }
  readonly errors: unknown[] = []
  readonly log: string[] = []
  second = 0
  requests = 0
  collections = 0
  /** How often handles and listeners were counted. */
  countReads = 0
  samplesASecond = 1
  /** Whether requests are being counted. */
  countsRequests = false
  /** Somebody else has ended the sampling of allocations. */
  samplerTaken = false
  /** What the samples say of the event loop. */
  loopDelayMs = 0
  #sites: readonly SimulatedSite[]
  readonly #options: SimulatedOptions
  readonly #live = new Map<SimulatedSite, Allocated[]>()
  readonly #born = new Map<SimulatedSite, number>()
  #ordinal = 0
  #counted = 0
  #garbageBytes = 0
  #samplingFrom: number | undefined
  #nowMs = 0
  #onSample: (sample: Sample) => void = () => {}
  #onGc: (event: GcEvent) => void = () => {}

  constructor(options: SimulatedOptions) {
    this.#options = options
    this.#sites = options.sites ?? []
    const logger = {
      info: (line: string) => void this.log.push(line),
      warn: (line: string) => void this.log.push(line),
      error: (line: string) => void this.log.push(line),
    }
    this.monitor = new MemoryMonitor(
      resolveMonitorOptions({ observationMs: 20_000, ...options.monitor, logger }),
      this.#ports(logger),
    )
    for (const event of ['stats', 'suspicion', 'leak', 'retraction'] as const) {
      this.monitor.on(event, (value) => void (this.told[event] as unknown[]).push(value))
    }
    this.monitor.start()
    started.push(this)
  }

  /** Whether allocations are being sampled. */
  get sampling(): boolean {
    return this.#samplingFrom !== undefined
  }

  /** From now on the application does something else. */
  change(sites: readonly SimulatedSite[]): void {
    this.#sites = sites
  }

  run(seconds: number): this {
    for (let left = seconds; left > 0; left -= 1) {
      this.second += 1
      const { requestsPerSecond = 40 } = this.#options
      const rate =
        typeof requestsPerSecond === 'function' ? requestsPerSecond(this.second) : requestsPerSecond
      this.requests += rate
      if (this.countsRequests) this.#counted += rate
      for (const site of this.#sites) this.#serve(site, rate)
      this.#garbageBytes = (this.#garbageBytes + rate * 20_000) % 30_000_000
      for (let sample = 1; sample <= this.samplesASecond; sample += 1) {
        this.#nowMs = Math.max(this.#nowMs, (this.second - 1 + sample / this.samplesASecond) * 1000)
        this.#onSample(this.#sample())
      }
    }
    return this
  }

  naturalCollection(): void {
    this.#garbageBytes = 0
    const { heapUsedBytes, externalBytes } = this.#sample()
    const when = { startMs: this.#nowMs, durationMs: 12, forced: false }
    this.#onGc({ kind: 'major', ...when, heapUsedBytes, externalBytes })
  }

  /** One sampled object for each request, so that a site keeps what it keeps exactly. */
  #serve(site: SimulatedSite, requests: number): void {
    const live = this.#live.get(site) ?? []
    this.#live.set(site, live)
    for (let request = 0; request < requests; request += 1) {
      this.#ordinal += 1
      const born = (this.#born.get(site) ?? 0) + 1
      this.#born.set(site, born)
      if (site.keeps === 'in-a-store') {
        this.#growStore(live, born * site.bytesPerRequest)
        continue
      }
      if (typeof site.keeps === 'object' && 'first' in site.keeps && born > site.keeps.first) continue
      live.push({ ordinal: this.#ordinal, size: site.bytesPerRequest })
      if (typeof site.keeps === 'object' && 'newest' in site.keeps && live.length > site.keeps.newest)
        live.shift()
    }
  }

  #growStore(live: Allocated[], neededBytes: number): void {
    const storeBytes = live[0]?.size ?? 0
    if (neededBytes > storeBytes) live[0] = { ordinal: this.#ordinal, size: 1.5 * neededBytes }
  }

  get #liveBytes(): number {
    return [...this.#live.values()].flat().reduce((sum, { size }) => sum + size, 10_000_000)
  }

  #sample(): Sample {
    return sampleOf({
      atMs: this.#nowMs,
      heapUsedBytes: this.#liveBytes + this.#garbageBytes,
      eventLoopDelayMs: this.loopDelayMs,
      ...this.#options.fields?.(this),
    })
  }

  #pause(): void {
    this.collections += 1
    this.#garbageBytes = 0
    this.#nowMs += this.#options.pauseMs ?? 10
  }

  #profile(): unknown {
    const frame = (functionName: string, url: string) => ({
      functionName,
      scriptId: '1',
      url,
      lineNumber: 9,
      columnNumber: 0,
    })
    const sites = [...this.#live]
    return {
      head: {
        callFrame: frame('(root)', ''),
        selfSize: 0,
        id: 1,
        children: sites.map(([site, live], index) => ({
          callFrame: frame(site.functionName, site.file ?? '/app/server.js'),
          selfSize: live.reduce((sum, { size }) => sum + size, 0),
          id: index + 2,
          children: [],
        })),
      },
      samples: sites.flatMap(([, live], index) =>
        live
          .filter(({ ordinal }) => ordinal > (this.#samplingFrom ?? 0))
          .map(({ ordinal, size }) => ({ size, nodeId: index + 2, ordinal })),
      ),
    }
  }

  #ports(logger: MonitorPorts['logger']): MonitorPorts {
    const sampler: Partial<Sampler> = {
      pressure: {
        level: 'normal',
        ratio: 0.1,
        signal: undefined,
        sinceMs: 0,
      } as unknown as Sampler['pressure'],
      start: () => closeable(() => {}),
      noteLiveHeap: () => this.#sample(),
      onSample: (listener) => {
        this.#onSample = listener
        return closeable(() => {
          this.#onSample = () => {}
        })
      },
      onGc: (listener) => {
        this.#onGc = listener
        return closeable(() => {})
      },
    }
    Object.defineProperty(sampler, 'latest', { get: () => this.#sample() })
    return {
      sampler: sampler as Sampler,
      requests: Object.defineProperty(
        {
          total: 0,
          count: (isWanted: boolean) => {
            this.countsRequests = isWanted
          },
        },
        'total',
        { get: () => this.#counted },
      ),
      youngBytes: () => 16_000_000,
      residentHeapBytes: () => undefined,
      programBytes: () => 0,
      isChosen: ({ file }) => file !== '' && !file.startsWith('node:'),
      neededBy: () => undefined,
      counts: () => {
        this.countReads += 1
        return this.#options.counts?.(this) ?? { handles: 3, listeners: 2 }
      },
      heapAfterCollection: (work) => ({ result: work(), heapUsedBytes: undefined }),
      collect: () => this.#pause(),
      sampling: {
        start: () => {
          if (this.#options.blind === undefined) {
            this.#samplingFrom = this.#ordinal
            this.samplerTaken = false
          }
          return this.#options.blind
        },
        profile: () => {
          if (this.samplerTaken) return undefined
          this.#pause()
          return this.#profile()
        },
        stop: () => {
          this.#samplingFrom = undefined
          this.#pause()
          return true
        },
        close: () => {
          this.#samplingFrom = undefined
        },
      },
      stopwatch: () => {
        const startMs = this.#nowMs
        return () => this.#nowMs - startMs
      },
      inTurns: function atOnce(step) {
        if (step()) atOnce(step)
      },
      sourceOf: (frame) => frame,
      openFiles: () => comesTo([]),
      isOurs: () => false,
      watchOpening: () =>
        Object.assign(
          closeable(() => {}),
          { stillOpen: () => comesTo([]) },
        ),
      monotonicMs: () => this.#nowMs,
      heapDiff: () => {
        throw new Error('not here')
      },
      snapshotPauseMs: () => Number.POSITIVE_INFINITY,
      logger,
      onError: (error) => void this.errors.push(error),
    }
  }
}

import { nextIntervalMs } from './cadence.js'
import { type Closeable, closeable } from './disposable.js'
import type { GcEvent } from './gc-source.js'
import { GcWindow } from './gc-window.js'
import { Listeners } from './listeners.js'
import { LoopLateness } from './loop-lateness.js'
import type { Pressure, SignalName } from './pressure.js'
import { PressureGauge } from './pressure-gauge.js'
import type { MemoryProbe } from './reading.js'
import { ReadingSet } from './reading-set.js'
import type { Sample, SampleDraft } from './sample.js'
import type { LimitChange, Sampler, SamplerStats, SamplingNeed } from './sampler.js'
import type { ResolvedSamplerOptions } from './sampler-options.js'
import type { SamplerPorts } from './sampler-ports.js'
import { allSignals } from './signals/all-signals.js'
import type { Signal, SignalState } from './signals/signal.js'

/** After so many intervals without a sample the machine slept, and windows mean nothing. */
const SUSPENDED_INTERVALS = 5
const STALE_INTERVALS = 2

/** The sampler over its ports; `createSampler` gives it the real ones. */
export class ProcessSampler implements Sampler {
  readonly #ports: SamplerPorts
  readonly #options: ResolvedSamplerOptions
  readonly #readings: ReadingSet
  readonly #signals: readonly Signal[]
  readonly #gauge: PressureGauge
  readonly #gcWindow: GcWindow
  readonly #lateness = new LoopLateness()
  readonly #samples: Listeners<Sample>
  readonly #pressures: Listeners<Pressure>
  readonly #collections: Listeners<GcEvent>
  readonly #limitChanges: Listeners<LimitChange>
  readonly #states = new Map<SignalName, SignalState>()
  #latest: Sample | undefined
  #liveHeapBytes: number | undefined
  #intervalMs: number
  #timer: { close(): void } | undefined
  #gcSubscription: Closeable | undefined
  /** For each who joined, how far samples may lie apart. */
  readonly #needsMs: number[] = []
  #skipped = 0
  #closed = false

  constructor(options: ResolvedSamplerOptions, ports: SamplerPorts) {
    const { onError, clock } = ports
    this.#ports = ports
    this.#options = options
    this.#intervalMs = options.intervalMs
    this.#readings = new ReadingSet(ports.readings, onError)
    this.#signals = allSignals(options)
    this.#gauge = new PressureGauge({}, clock.now())
    this.#gcWindow = new GcWindow(clock.now())
    this.#samples = new Listeners(onError)
    this.#pressures = new Listeners(onError)
    this.#collections = new Listeners(onError)
    this.#limitChanges = new Listeners(onError)
  }

  get latest(): Sample {
    return this.#latest ?? this.refresh()
  }

  get pressure(): Pressure {
    return this.#gauge.pressure
  }

  get signals(): ReadonlyMap<SignalName, SignalState> {
    return this.#states
  }

  get probe(): MemoryProbe {
    return this.#ports.probe
  }

  get workers(): number {
    return this.#options.workers ?? this.#ports.sharers?.() ?? 1
  }

  get limitBytes(): number | undefined {
    return this.#options.limitBytes
  }

  get stats(): SamplerStats {
    return {
      failures: this.#readings.failures,
      failing: this.#readings.failing,
      problems: this.#ports.problems?.() ?? [],
      skipped: this.#skipped,
      gc: this.#gcWindow.totals,
      longestBlockMs: this.#lateness.longestMs,
    }
  }

  refresh(): Sample {
    const before = this.#latest
    const sample = this.#take(this.#ports.clock.now())
    this.#latest = sample
    this.#readSignals(sample)
    const levelBefore = this.#gauge.pressure.level
    const pressure = this.#gauge.update(sample, this.#states)
    this.#samples.emit(sample)
    if (pressure.level !== levelBefore) this.#pressures.emit(pressure)
    if (before !== undefined && before.containerLimitBytes !== sample.containerLimitBytes) {
      this.#limitChanges.emit({
        beforeBytes: before.containerLimitBytes,
        afterBytes: sample.containerLimitBytes,
      })
    }
    return sample
  }

  refreshIfStale(nowMs: number): void {
    const sample = this.#latest
    // An idle process is sampled rarely; the first request after a pause must not be judged by an old sample.
    const trustedMs = STALE_INTERVALS * Math.min(this.#intervalMs, this.#options.intervalMs)
    if (sample !== undefined && nowMs - sample.atMs <= trustedMs) return
    this.refresh()
    // Somebody asks, so the process is idle no longer: don't wait for a timer that was set while it was.
    if (this.#timer === undefined || this.#intervalMs <= this.#options.intervalMs) return
    this.#timer.close()
    this.#intervalMs = this.#options.intervalMs
    this.#schedule(this.#intervalMs)
  }

  noteLiveHeap(bytes?: number): Sample {
    this.#liveHeapBytes = bytes
    this.#liveHeapBytes ??= this.#take(this.#ports.clock.now()).heapUsedBytes
    return this.refresh()
  }

  start({ maxIntervalMs = Number.POSITIVE_INFINITY }: SamplingNeed = {}): Closeable {
    if (this.#closed) return closeable(() => {})
    this.#needsMs.push(maxIntervalMs)
    if (this.#needsMs.length === 1) this.#run()
    return closeable(() => {
      this.#needsMs.splice(this.#needsMs.indexOf(maxIntervalMs), 1)
      if (this.#needsMs.length === 0) this.#stop()
    })
  }

  onSample(listener: (sample: Sample) => void): Closeable {
    return this.#samples.add(listener)
  }

  onPressure(listener: (pressure: Pressure) => void): Closeable {
    return this.#pressures.add(listener)
  }

  onGc(listener: (event: GcEvent) => void): Closeable {
    return this.#collections.add(listener)
  }

  onLimitChange(listener: (change: LimitChange) => void): Closeable {
    return this.#limitChanges.add(listener)
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#stop()
    this.#readings.close()
  }

  [Symbol.dispose](): void {
    this.close()
  }

  #run(): void {
    this.#gcSubscription = this.#ports.gc.subscribe((event) => this.#onGc(event))
    this.#schedule(this.#intervalMs)
  }

  #stop(): void {
    this.#timer?.close()
    this.#timer = undefined
    this.#gcSubscription?.close()
    this.#gcSubscription = undefined
  }

  #schedule(delayMs: number): void {
    const dueMs = this.#ports.clock.now() + delayMs
    this.#timer = this.#ports.clock.schedule(() => this.#tick(dueMs), delayMs)
  }

  #tick(dueMs: number): void {
    const startMs = this.#ports.clock.now()
    if (startMs - dueMs > SUSPENDED_INTERVALS * this.#options.intervalMs) {
      this.#lateness.reset()
      this.#gcWindow.reset(startMs)
    }
    this.#lateness.add(startMs - dueMs)
    const sample = this.refresh()
    const neededMs = Math.max(this.#options.intervalMs, Math.min(...this.#needsMs))
    const wantedMs = nextIntervalMs(sample, this.#states, this.#options, this.#intervalMs)
    this.#intervalMs = Math.min(wantedMs, neededMs)
    const tookMs = this.#ports.clock.now() - startMs
    const skip = tookMs > this.#intervalMs
    if (skip) this.#skipped += 1
    if (this.#timer !== undefined) this.#schedule(skip ? this.#intervalMs + tookMs : this.#intervalMs)
  }

  #take(nowMs: number): Sample {
    const draft = { ...EMPTY, atMs: nowMs } as SampleDraft
    this.#readings.readInto(draft)
    draft.atMs = nowMs
    draft.eventLoopDelayMs = this.#lateness.persistentMs
    draft.gcTimeRatio = this.#gcWindow.ratio(nowMs)
    draft.liveHeapBytes = this.#liveHeapBytes
    return Object.freeze(draft) as Sample
  }

  #readSignals(sample: Sample): void {
    this.#states.clear()
    for (const signal of this.#signals) {
      const state = signal.read(sample)
      if (state !== undefined) this.#states.set(signal.name, state)
    }
  }

  #onGc(event: GcEvent): void {
    this.#gcWindow.add(event)
    if (event.kind === 'major' && event.heapUsedBytes !== undefined) this.#liveHeapBytes = event.heapUsedBytes
    this.#collections.emit(event)
  }
}

/** What a sample says when a reading that every machine has is failing: zero, which presses nobody. */
const EMPTY: Partial<SampleDraft> = {
  rssBytes: 0,
  heapUsedBytes: 0,
  heapTotalBytes: 0,
  heapLimitBytes: 0,
  externalBytes: 0,
  arrayBuffersBytes: 0,
  eventLoopUtilizationRatio: 0,
}

import type { Closeable } from './disposable.js'
import type { GcEvent } from './gc-source.js'
import type { GcTotals } from './gc-window.js'
import type { Pressure, SignalName } from './pressure.js'
import type { MemoryProbe } from './reading.js'
import type { Sample } from './sample.js'
import type { SignalState } from './signals/signal.js'

/** Counters of the sampler itself. */
export interface SamplerStats {
  /** Readings that failed since the start, by source. */
  readonly failures: ReadonlyMap<string, number>
  /** Sources that failed three times in a row and are not believed at present. */
  readonly failing: readonly string[]
  /** What cannot be read on this machine and why, in words; empty when all is well. */
  readonly problems: readonly string[]
  /** Samples left out because the one before took longer than the interval. */
  readonly skipped: number
  /** Collections since the start, by kind. */
  readonly gc: Readonly<Record<GcEvent['kind'], Readonly<GcTotals>>>
  /** The longest time the event loop was blocked, as far as the sampler's timer could tell. */
  readonly longestBlockMs: number
}

/** A limit of the container that changed while the process ran. */
export interface LimitChange {
  readonly beforeBytes: number | undefined
  readonly afterBytes: number | undefined
}

/** What somebody who joins needs of the samples. */
export interface SamplingNeed {
  /**
   * How far samples may lie apart while the process is idle. Below the sampler's own interval it has no effect.
   * @default 15 intervals
   */
  readonly maxIntervalMs?: number
}

/** Reads the process and its container for everybody who wants to know. */
export interface Sampler extends Closeable {
  /** The newest sample; the first access takes one. Reading it costs a field access. */
  readonly latest: Sample
  readonly pressure: Pressure
  /** The signals of the newest sample that this machine has. */
  readonly signals: ReadonlyMap<SignalName, SignalState>
  /** For decisions that cannot wait for the next sample. */
  readonly probe: MemoryProbe
  /** How many processes share the container's limit. */
  readonly workers: number
  /** The user's cap on resident memory. */
  readonly limitBytes: number | undefined
  readonly stats: SamplerStats
  /** Takes a sample now. Costs about 60 µs. */
  refresh(): Sample
  /** Takes a sample now if the newest is older than it should be: the loop was blocked, or all was idle. */
  refreshIfStale(nowMs: number): void
  /**
   * Samples anew after a collection that somebody asked for.
   *
   * @param bytes what it left on the heap, where that is known; else what is on the heap now is taken for live
   */
  noteLiveHeap(bytes?: number): Sample
  /** Starts the timer, or joins those who did; the last lease to be closed stops it. */
  start(need?: SamplingNeed): Closeable
  onSample(listener: (sample: Sample) => void): Closeable
  onPressure(listener: (pressure: Pressure) => void): Closeable
  onGc(listener: (event: GcEvent) => void): Closeable
  onLimitChange(listener: (change: LimitChange) => void): Closeable
}

import type { Closeable } from './disposable.js'

/** One garbage collection. */
export interface GcEvent {
  readonly kind: 'major' | 'minor' | 'incremental' | 'weakcb'
  /** When it began, on the monotonic clock. */
  readonly startMs: number
  readonly durationMs: number
  /** Whether somebody asked for it, rather than V8 finding it due. */
  readonly forced: boolean
  /** Heap in use right after; told for major collections. */
  readonly heapUsedBytes?: number
  readonly externalBytes?: number
}

/** Where garbage collections are heard of. */
export interface GcSource {
  subscribe(listener: (event: GcEvent) => void): Closeable
}

/** Collects all garbage now. */
export interface GarbageCollector {
  /** Whether this runtime lets us. Off in worker threads and where the flag cannot be set. */
  readonly available: boolean
  /** Call before code gets hot: it is to survive the collections to come. Costs microseconds. */
  prepare(): void
  /** Runs a major collection and returns how long it paused the process, in milliseconds. */
  collect(): number
  /**
   * As `collect()`, and gives back to the system what V8 keeps to use again; takes three to four times as long.
   * On Node 20 the same as `collect()`: V8 gives freed pages back by itself there.
   */
  release(): number
  /**
   * How much garbage V8 lets pile up beside what is alive before it collects by itself, in percent of what is alive;
   * `undefined` leaves it to V8. Does nothing where the runtime does not let us, or the user has said it.
   */
  letGarbageGrow(percent: number | undefined): void
}

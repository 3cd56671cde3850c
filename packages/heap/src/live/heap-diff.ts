import { checkOptions, type OptionKind } from '../check-options.js'
import type { SnapshotDiff } from '../diff/diff-snapshots.js'
import type { HeapTotals } from '../diff/heap-change.js'
import { readBaseline } from '../diff/read-baseline.js'
import { heapFigures, liveHeapSnapshot, residentBytes, stopwatch } from '../platform/live-heap.js'
import { type MemoryHeadroom, readMemoryHeadroom } from '../platform/memory-headroom.js'
import { startSnapshotThread } from '../platform/snapshot-thread.js'
import { SnapshotError } from '../snapshot-error.js'
import { checkMemory } from './check-memory.js'
import { SnapshotNeed } from './snapshot-need.js'
import type { SnapshotResult, SnapshotTask } from './snapshot-task.js'
import { takeSnapshot } from './take-snapshot.js'

export interface HeapDiffOptions {
  /**
   * Tells for each snapshot what memory there is for it.
   *
   * @default what the container (cgroup v1 and v2) and the host have left
   */
  readonly headroom?: () => MemoryHeadroom
  /**
   * Takes snapshots although the memory for them may not be there: then the kernel may kill the process.
   *
   * @default false
   */
  readonly force?: boolean
  /**
   * Keeps the process alive while a snapshot is read. Without, an end of the process ends it, too.
   *
   * @default true
   */
  readonly keepsAlive?: boolean
}

export const LIVE_OPTIONS: Readonly<Record<keyof HeapDiffOptions, OptionKind>> = {
  headroom: 'function',
  force: 'boolean',
  keepsAlive: 'boolean',
}

export interface TakeOptions {
  /** Rejects with `signal.reason`. What V8 has begun it finishes first. */
  readonly signal?: AbortSignal | undefined
}

export interface EndOptions extends TakeOptions {
  /**
   * Groups new objects by what holds them, and names the place. The thread then reads the edges, too: half a
   * second and 150 MB more for a million objects.
   *
   * @default false
   */
  readonly clusters?: boolean | undefined
}

/**
 * What has changed on the heap of this thread between two moments, without a file.
 *
 *     const diff = new HeapDiff()
 *     await diff.start()
 *     await work()
 *     const { change } = await diff.end({ clusters: true })
 *
 * The thread that calls pauses while V8 writes each of the two snapshots: 2 to 5 microseconds for each object,
 * and about 0.5 KB of memory. They are read by a worker thread meanwhile. Between the two only a summary is kept,
 * some bits for each object. An inspector session of this thread that ends in between (DevTools, a CPU profile)
 * makes V8 forget which object is which: `inSequence` is then false. Nothing keeps the process alive but a snapshot that is being taken.
 */
export class HeapDiff {
  readonly #options: Required<HeapDiffOptions>
  readonly #need = new SnapshotNeed()
  #baseline: Uint8Array | undefined
  /** Changes with each `close()`: what was begun before is not kept. */
  #closed = 0
  #pausedMs = 0

  /** Throws when an option makes no sense. */
  constructor(options: HeapDiffOptions = {}) {
    checkOptions('HeapDiff', options, LIVE_OPTIONS)
    const { headroom = readMemoryHeadroom, force = false, keepsAlive = true } = options
    this.#options = Object.freeze({ headroom: () => headroom(), force, keepsAlive })
  }

  /**
   * Remembers what is on the heap now; again, what is there then.
   *
   * Rejects with `ERR_PLIMSOLL_SNAPSHOT_MEMORY` and the figures when container or host have not the memory that V8
   * may need, with `ERR_PLIMSOLL_SNAPSHOT_REFUSED` where no thread can be had (the permission model, a bundle).
   */
  async start(options: TakeOptions = {}): Promise<HeapTotals> {
    checkOptions('start', options, { signal: 'signal' })
    const { signal } = options
    const closed = this.#closed
    const result = await this.#take({ kind: 'summarize' }, signal)
    if (result.kind !== 'summarize') throw new TypeError('Expected a baseline')
    if (closed === this.#closed) this.#baseline = result.baseline
    const { nodeCount, totalBytes } = readBaseline(result.baseline)
    return { nodes: nodeCount, bytes: totalBytes }
  }

  /** What has changed since `start()`. May be called more than once. Rejects as `start()` does, and before it. */
  async end(options: EndOptions = {}): Promise<SnapshotDiff> {
    checkOptions('end', options, { clusters: 'boolean', signal: 'signal' })
    const { clusters = false, signal } = options
    const baseline = this.#baseline
    if (baseline === undefined) {
      throw new SnapshotError('ERR_PLIMSOLL_SNAPSHOT_REFUSED', 'Expected start() to be done before end()')
    }
    const result = await this.#take({ kind: 'compare', baseline, clusters }, signal)
    if (result.kind !== 'compare') throw new TypeError('Expected a difference')
    return result.diff
  }

  /** Milliseconds that V8 took to walk the heap for the last snapshot, this thread standing still; 0 before it. */
  get pausedMs(): number {
    return this.#pausedMs
  }

  /** Forgets what was on the heap. */
  close(): void {
    this.#closed += 1
    this.#baseline = undefined
  }

  [Symbol.dispose](): void {
    this.close()
  }

  async #take(task: SnapshotTask, signal: AbortSignal | undefined): Promise<SnapshotResult> {
    const figures = heapFigures()
    if (!this.#options.force)
      checkMemory(this.#need.estimate(figures, residentBytes()), this.#options.headroom())
    let beforeBytes = 0
    const snapshot = () => {
      beforeBytes = residentBytes()
      const passedMs = stopwatch()
      const stream = liveHeapSnapshot()
      this.#pausedMs = passedMs()
      return stream
    }
    const start = (given: SnapshotTask) => startSnapshotThread(given, this.#options.keepsAlive)
    const taken = await takeSnapshot({ start, snapshot }, task, signal)
    const { result, peakBytes } = taken
    this.#need.learn(figures, { beforeBytes, peakBytes, afterBytes: residentBytes() })
    return result
  }
}

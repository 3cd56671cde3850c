import { EventEmitter } from 'node:events'
import { type Clock, countError, nodeClock, safeOnError } from '@plimsoll/core'
import type { SnapshotDiff } from '@plimsoll/heap'
import { HeapDiff } from '@plimsoll/heap/live'
import { liveHeapBytes } from '../platform/live-heap-bytes.js'
import {
  type MemoryLeakDetectorOptions,
  type ResolvedDetectorOptions,
  resolveDetectorOptions,
} from './detector-options.js'
import { growthAmong, type HeapRecord, netGrowth } from './growth-among.js'

/** A leak as `MemoryLeakDetector` tells it. */
export interface DetectedLeak {
  /** Megabytes by which the heap has grown among the records. */
  readonly increase: number
  /** What has been added and who holds it, since the heap had grown by half of the threshold; or why it cannot be told. */
  readonly details: SnapshotDiff | { readonly reason: string }
}

export interface DetectorPorts {
  readonly clock: Clock
  /** Collects all garbage and says what is left. */
  readonly liveHeapBytes: () => number
  readonly heapDiff: () => Pick<HeapDiff, 'start' | 'end' | 'close'>
}

type BegunDiff = ReturnType<DetectorPorts['heapDiff']> | { readonly reason: string }

const NODE_PORTS: DetectorPorts = { clock: nodeClock, liveHeapBytes, heapDiff: () => new HeapDiff() }
const MEGABYTE = 1_048_576

/**
 * Looks at the heap at a fixed interval and says when it has grown: the classic detector, with full collections before
 * each look, so that garbage is not taken for growth. `createMemoryMonitor` costs less, finds more, and names the code.
 *
 * @example
 * const detector = new MemoryLeakDetector({ threshold: 20 })
 * detector.on('leak', ({ increase, details }) => console.error(increase, details))
 * detector.start()
 */
export class MemoryLeakDetector extends EventEmitter<{ leak: [DetectedLeak] }> {
  readonly #options: ResolvedDetectorOptions
  readonly #ports: DetectorPorts
  readonly #onError: (error: unknown) => void
  #timer: { close(): void } | undefined
  #records: HeapRecord[] = []
  /** Of the growth that is going on; begun once, then compared with. */
  #diff: Promise<BegunDiff> | undefined

  constructor(options?: MemoryLeakDetectorOptions, ports: DetectorPorts = NODE_PORTS) {
    super()
    this.#options = resolveDetectorOptions(options)
    this.#ports = ports
    this.#onError = safeOnError(this.#options.onError ?? countError)
  }

  /** Looks now, and again at each interval; keeps nothing alive. */
  start(): void {
    if (this.#timer === undefined) this.#schedule(0)
  }

  /** Ends it and forgets what was seen. */
  stop(): void {
    this.#timer?.close()
    this.#timer = undefined
    this.#forget()
  }

  [Symbol.dispose](): void {
    this.stop()
  }

  #schedule(delayMs: number): void {
    const timer = this.#ports.clock.schedule(() => {
      void this.#look()
        .catch(this.#onError)
        .then(() => {
          // Stopped, or stopped and started again, meanwhile.
          if (this.#timer === timer) this.#schedule(this.#options.interval)
        })
    }, delayMs)
    this.#timer = timer
  }

  async #look(): Promise<void> {
    const { threshold, maxRecords } = this.#options
    const timer = this.#timer
    this.#records.push({ atMs: this.#ports.clock.now(), bytes: this.#ports.liveHeapBytes() })
    if (this.#records.length > maxRecords) this.#records.shift()
    const growth = growthAmong(this.#records, threshold, maxRecords)
    if (growth !== undefined) {
      const details = await this.#details()
      if (this.#timer !== timer) return
      this.#forget()
      this.emit('leak', { increase: growth / MEGABYTE, details })
    } else if (netGrowth(this.#records) >= threshold / 2) {
      this.#diff ??= this.#beginDiff()
      await this.#diff
    } else this.#closeDiff()
  }

  async #beginDiff(): Promise<BegunDiff> {
    if (!this.#options.heapDiff) return { reason: 'heap diffs are turned off' }
    const diff = this.#ports.heapDiff()
    try {
      await diff.start()
      return diff
    } catch (error) {
      return { reason: reasonOf(error) }
    }
  }

  async #details(): Promise<DetectedLeak['details']> {
    const diff = await this.#diff
    if (diff === undefined)
      return { reason: 'the heap grew too fast for a snapshot of what was there before' }
    if ('reason' in diff) return diff
    try {
      return await diff.end({ clusters: true })
    } catch (error) {
      return { reason: reasonOf(error) }
    }
  }

  #forget(): void {
    this.#records = []
    this.#closeDiff()
  }

  #closeDiff(): void {
    void this.#diff?.then((diff) => 'close' in diff && diff.close())
    this.#diff = undefined
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

import type { HeapProbe, Sampler } from '@plimsoll/core'
import type { CostBook } from '../costs/cost-book.js'
import { type Budget, budgetsFrom } from './budgets.js'
import { KeptPages } from './kept-pages.js'

export type BudgetSignal = (name: 'container' | 'rss' | 'heap-live') => boolean

/** What memory is taken by: read by probes between two samples, and held against each limit. */
export class Occupancy {
  readonly #sampler: Sampler
  readonly #heap: HeapProbe
  readonly #book: CostBook
  readonly #signals: BudgetSignal
  readonly kept = new KeptPages()
  /** The least that the container, and the process, were seen to take beside the heap and buffers. */
  #containerBesideBytes: number | undefined
  #rssBesideBytes: number | undefined

  constructor(sampler: Sampler, heap: HeapProbe, book: CostBook, signals: BudgetSignal) {
    this.#sampler = sampler
    this.#heap = heap
    this.#book = book
    this.#signals = signals
  }

  /** Heap and buffers in use at the last look, garbage included. */
  get allocatedBytes(): number {
    return this.#heap.heapUsedBytes + this.#heap.externalBytes
  }

  /** What of it is held, by what was learned. */
  get heldBytes(): number {
    return this.#book.learner.baselineBytes + this.#book.heldBytes()
  }

  /** Reads again: 3 µs, or about 20 µs with `exact`, which knows how far the page cache has grown. */
  look(exact = false): void {
    this.#sampler.probe.look(exact)
    this.#heap.look()
    this.kept.saw(this.allocatedBytes + this.#heap.heapFreeBytes)
    if (this.#containerBesideBytes !== undefined) return
    this.lowerFloors()
    this.#book.learner.anchor(this.allocatedBytes)
  }

  /** Takes what a major collection left as a point of what requests in flight hold. */
  learn(heapUsedBytes: number, externalBytes: number, collection?: object): void {
    this.kept.collected()
    this.#book.learner.learn(heapUsedBytes + externalBytes, this.#book.routes, collection)
    this.lowerFloors()
  }

  budgets(): readonly Budget[] {
    return budgetsFrom({
      probe: this.#sampler.probe,
      heap: this.#heap,
      limitBytes: this.#sampler.limitBytes,
      containerBesideBytes: this.#containerBesideBytes ?? 0,
      rssBesideBytes: this.#rssBesideBytes ?? 0,
      liveBaselineBytes: this.#book.learner.baselineBytes,
      keptAtMostBytes: this.kept.atMostBytes,
      workers: this.#sampler.workers,
      signals: this.#signals,
    })
  }

  /**
   * Only ever lower: freed pages in V8's pool and freed buffers in the allocator look like a higher floor, and
   * are used again. What grows outside of heap and buffers, in a worker or a database, counts as resident.
   */
  lowerFloors(): void {
    const { containerUsedBytes = 0, rssBytes } = this.#sampler.probe
    const ours = this.allocatedBytes + this.#heap.heapFreeBytes
    const beside = (counted: number, least = Number.POSITIVE_INFINITY): number =>
      Math.min(least, Math.max(0, counted - ours))
    this.#containerBesideBytes = beside(containerUsedBytes, this.#containerBesideBytes)
    this.#rssBesideBytes = beside(rssBytes, this.#rssBesideBytes)
  }
}

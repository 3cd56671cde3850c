import type { HeapProbe } from '@plimsoll/core'
import type { RouteCost } from './route-cost.js'

/** Attributes what the heap grew by, from one admission to the next look, to the request let in between. */
export class GrowthWatch {
  readonly #heap: HeapProbe
  #route: RouteCost | undefined
  #fromBytes = 0

  constructor(heap: HeapProbe) {
    this.#heap = heap
  }

  /** Whether somebody is being watched, so that the next request has to look. */
  get active(): boolean {
    return this.#route !== undefined
  }

  begin(route: RouteCost): void {
    this.#route = route
    this.#fromBytes = this.#heap.heapUsedBytes + this.#heap.externalBytes
  }

  /** Call after a look. A collection in between hides the growth, and then nothing is booked. */
  settle(): void {
    const route = this.#route
    this.#route = undefined
    const grownBytes = this.#heap.heapUsedBytes + this.#heap.externalBytes - this.#fromBytes
    if (route !== undefined && grownBytes >= 0) route.watch(grownBytes)
  }
}

import type { Sample } from '@plimsoll/core'
import { FloorSeries } from './floor-series.js'

/**
 * What V8 does not know of: native libraries, the allocator's own, thread stacks.
 *
 * It is a high-water mark, because what is known is only a lower bound: V8 counts pages of its heap from the moment at
 * which it has reserved them, and they become resident when something is written to them, which takes minutes. And a
 * mark of what stays for a while, because freed pages are counted as free before they are given back. Memory that leaks
 * passes every mark and stays.
 */
export class NativeMemory {
  readonly #floors: FloorSeries
  #markBytes: number | undefined

  constructor(stretchMs: number) {
    this.#floors = new FloorSeries(stretchMs, 1)
  }

  /** The mark; `undefined` before a stretch is over. */
  get bytes(): number | undefined {
    return this.#markBytes
  }

  /** Takes a sample into account. */
  note({ atMs, rssBytes, heapTotalBytes, externalBytes }: Sample): void {
    this.#floors.add({ atMs, requests: 0, value: rssBytes - heapTotalBytes - externalBytes })
    const [floor] = this.#floors.points
    if (floor !== undefined) this.#markBytes = Math.max(this.#markBytes ?? 0, floor.value)
  }
}

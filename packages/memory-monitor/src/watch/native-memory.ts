import type { Sample } from '@plimsoll/core'
import { FloorSeries } from './floor-series.js'

/** The mark of what is resident goes back so many stretches: what a start took for a moment hides no leak for ever. */
const RESIDENT_STRETCHES = 16

/**
 * What V8 does not know of: native libraries, the allocator's own, thread stacks.
 *
 * It is a high-water mark, because what is known is only a lower bound: V8 counts pages of its heap from the moment at
 * which it has reserved them, and they become resident when something is written to them, which takes minutes. And a
 * mark of what stays for a while, because freed pages are counted as free before they are given back. Memory that leaks
 * passes every mark and stays.
 *
 * Of each rise counts no more than what is resident rises above its own mark meanwhile: an allocator keeps pages of
 * buffers that were dropped, which V8 then knows no more and which the next buffers get.
 */
export class NativeMemory {
  readonly #unknown: FloorSeries
  readonly #resident: FloorSeries
  #stretch: object | undefined
  #residentMark = Number.NEGATIVE_INFINITY
  #mark = 0
  /** Of the mark, what was resident before and known. */
  #keptBytes = 0

  constructor(stretchMs: number) {
    this.#unknown = new FloorSeries(stretchMs, 1)
    this.#resident = new FloorSeries(stretchMs, RESIDENT_STRETCHES)
  }

  /** The mark; `undefined` before a stretch is over. */
  get bytes(): number | undefined {
    return this.#stretch === undefined ? undefined : this.#mark - this.#keptBytes
  }

  /**
   * Takes a sample into account.
   * @param heapBytes of V8's heap, what has been written to; all that is reserved where that is not told
   */
  note({ atMs, rssBytes, heapTotalBytes, externalBytes }: Sample, heapBytes = heapTotalBytes): void {
    this.#unknown.add({ atMs, requests: 0, value: rssBytes - heapBytes - externalBytes })
    this.#resident.add({ atMs, requests: 0, value: rssBytes })
    const [floor] = this.#unknown.points
    if (floor === undefined || floor === this.#stretch) return
    this.#stretch = floor
    this.#pass(
      floor.value,
      this.#resident.points.map(({ value }) => value),
    )
  }

  #pass(unknown: number, resident: readonly number[]): void {
    const grown = Math.max(0, (resident.at(-1) ?? 0) - this.#residentMark)
    const risen = Math.max(0, unknown - this.#mark)
    this.#keptBytes += Math.max(0, risen - grown)
    this.#mark += risen
    this.#residentMark = Math.max(...resident)
  }
}

import { integers } from '../kernel/javascript-integers.js'
import { ASIDE_CAPACITY, newStatus } from '../kernel/parse-kernel.js'
import type { SourceFile } from '../source/source-file.js'
import { GrowingList } from './growing-list.js'
import type { ReadPosition } from './read-position.js'
import { BATCH_BYTES } from './row-section.js'
import type { EdgeLayout } from './snapshot-header.js'

/** Reads names of edges again where they stand in the file: one read and about 0.2 ms for edges of one neighbourhood. */
export class EdgeNamesInFile {
  /** How many integers of the section stand before each of the offsets. */
  readonly #integers = new GrowingList()
  readonly #offsets = new GrowingList()
  readonly #file: SourceFile
  readonly #layout: EdgeLayout
  readonly #position: ReadPosition
  /** What was read last: the next question is often about an edge near by. */
  #lastBatch = -1
  #lastIntegers: Uint32Array = new Uint32Array(0)

  constructor(file: SourceFile, layout: EdgeLayout, position: ReadPosition) {
    this.#file = file
    this.#layout = layout
    this.#position = position
  }

  addBatch(integerCount: number, offset: number): void {
    this.#integers.push(integerCount)
    this.#offsets.push(offset)
  }

  /** The string index or element index of an edge. */
  read(edge: number): number {
    const wanted = edge * this.#layout.fieldCount + this.#layout.nameOrIndex
    const batch = this.#integers.lastUpTo(wanted)
    const skip = wanted - this.#integers.at(batch)
    if (this.#lastBatch !== batch) this.#lastIntegers = this.#readBatch(batch)
    this.#lastBatch = batch
    const found = this.#lastIntegers[skip]
    if (found !== undefined) return found
    throw this.#position.error(
      'ERR_PLIMSOLL_SNAPSHOT_TRUNCATED',
      `Expected edge ${edge} where it was before: the file has changed`,
    )
  }

  #readBatch(batch: number): Uint32Array {
    const bytes = new Uint8Array(BATCH_BYTES + 64)
    const length = this.#file.readNow(bytes, this.#offsets.at(batch))
    const isLast = batch + 1 === this.#integers.length
    const size = isLast ? BATCH_BYTES : this.#integers.at(batch + 1) - this.#integers.at(batch)
    const out = new Uint32Array(size)
    const status = newStatus()
    const aside = new Uint32Array(ASIDE_CAPACITY)
    const values = new Float64Array(ASIDE_CAPACITY)
    let count = 0
    let at = 0
    // It stops when `out` is full or the list ends, and earlier only where many numbers were put aside.
    do {
      at = status.position
      count = integers(bytes, at, length, out, count, status, aside, values)
    } while (count < size && status.position > at)
    return out.subarray(0, count)
  }
}

import { integers } from '../kernel/javascript-integers.js'
import { ASIDE_CAPACITY, newStatus } from '../kernel/parse-kernel.js'
import type { SourceFile } from '../source/source-file.js'
import { GrowingList } from './growing-list.js'
import type { ReadPosition } from './read-position.js'
import { BATCH_BYTES } from './row-section.js'
import type { EdgeLayout } from './snapshot-header.js'

const MINUS = 45

/** Reads names of edges again where they stand in the file: one read of 64 KB for edges of one neighbourhood. */
export class EdgeNamesInFile {
  /** How many integers of the section stand before each of the offsets. */
  readonly #integers = new GrowingList()
  readonly #offsets = new GrowingList()
  readonly #file: SourceFile
  readonly #layout: EdgeLayout
  readonly #position: ReadPosition
  /** What was read last: the next question is often about an edge near by. */
  #lastBatch = -1
  #lastBytes: Uint8Array = new Uint8Array(0)

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
    if (this.#lastBatch !== batch) this.#lastBytes = this.#readBatch(batch)
    this.#lastBatch = batch
    const found = integerAt(this.#lastBytes, skip)
    if (found !== undefined) return found
    throw this.#position.error(
      'ERR_PLIMSOLL_SNAPSHOT_TRUNCATED',
      `Expected edge ${edge} where it was before: the file has changed`,
    )
  }

  #readBatch(batch: number): Uint8Array {
    const bytes = new Uint8Array(BATCH_BYTES + 64)
    return bytes.subarray(0, this.#file.readNow(bytes, this.#offsets.at(batch)))
  }
}

/** The integer that `skip` others stand before: those are only counted, which takes a third of the time. */
function integerAt(bytes: Uint8Array, skip: number): number | undefined {
  let at = 0
  let isInside = false
  for (let before = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number
    const belongs = (byte - 48) >>> 0 <= 9 || byte === MINUS
    if (belongs && !isInside && before++ === skip) break
    isInside = belongs
  }
  const out = new Uint32Array(1)
  const aside = new Uint32Array(ASIDE_CAPACITY)
  const values = new Float64Array(ASIDE_CAPACITY)
  const count = integers(bytes, at, bytes.length, out, 0, newStatus(), aside, values)
  return count === 0 ? undefined : (out[0] as number)
}

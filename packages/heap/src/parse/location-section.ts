import { GrowingList } from './growing-list.js'
import type { SnapshotLocation } from './parsed-snapshot.js'
import type { RowReceiver } from './row-section.js'
import type { SnapshotHeader } from './snapshot-header.js'

const FIELDS = ['object_index', 'script_id', 'line', 'column'] as const

/** With a row below 2^29 it still fits the 53 bits of a number; what comes after it is not kept. */
const MAX_LOCATIONS = 2 ** 24

/** So many questions are answered faster by looking at all of them than by sorting them first. */
const UNSORTED_QUESTIONS = 64

/** Where the code of nodes is: four numbers a location. */
export class LocationReceiver implements RowReceiver {
  readonly fieldCount: number
  /** The header does not count locations. */
  readonly rowLimit = Number.POSITIVE_INFINITY
  readonly #places: readonly number[]
  readonly #nodeFieldCount: number
  readonly #nodes = new GrowingList()
  readonly #rest = new GrowingList()
  #sorted: Float64Array | undefined
  #asked = 0

  constructor(header: SnapshotHeader) {
    this.fieldCount = header.locationFields.length
    this.#places = FIELDS.map((field) => header.locationFields.indexOf(field))
    this.#nodeFieldCount = header.node.fieldCount
  }

  /** Whether the header tells how to read them. */
  get readable(): boolean {
    return this.#places.every((place) => place >= 0)
  }

  take(rows: Uint32Array, rowCount: number): void {
    const [object = 0, ...places] = this.#places
    for (let row = 0; row < rowCount * this.fieldCount; row += this.fieldCount) {
      if (this.#nodes.length === MAX_LOCATIONS) return
      this.#nodes.push((rows[row + object] as number) / this.#nodeFieldCount)
      for (const place of places) this.#rest.push(rows[row + place] as number)
    }
  }

  takeAside(): void {
    // A line or script that does not fit is nobody's: the location stays, with the low bits of it.
  }

  /** V8 writes them in no order; a row and its place go into one number, which sorts as the row does. */
  #sort(): Float64Array {
    const keys = new Float64Array(this.#nodes.length)
    for (let index = 0; index < keys.length; index++)
      keys[index] = this.#nodes.at(index) * MAX_LOCATIONS + index
    return keys.sort()
  }

  find(node: number): SnapshotLocation | undefined {
    if (this.#asked++ < UNSORTED_QUESTIONS) return this.#at(this.#nodes.indexOf(node))
    this.#sorted ??= this.#sort()
    const sorted = this.#sorted
    let low = 0
    for (let high = sorted.length; low < high; ) {
      const middle = (low + high) >>> 1
      if ((sorted[middle] as number) < node * MAX_LOCATIONS) low = middle + 1
      else high = middle
    }
    const key = sorted[low]
    if (key === undefined || Math.floor(key / MAX_LOCATIONS) !== node) return undefined
    return this.#at(key % MAX_LOCATIONS)
  }

  #at(index: number): SnapshotLocation | undefined {
    if (index < 0) return undefined
    const [scriptId, line, column] = [0, 1, 2].map((field) => this.#rest.at(index * 3 + field))
    return { scriptId: scriptId as number, line: line as number, column: column as number }
  }
}

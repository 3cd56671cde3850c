import { type SnapshotColumns, WIDE } from './parse/columns.js'

/** So many questions are answered by looking at all ids, some millions in a millisecond. */
const PATIENCE = 32
const DIGIT_BITS = 11
const DIGITS = 1 << DIGIT_BITS

/** Finds rows by id. */
export class RowIndex {
  readonly #ids: Uint32Array
  readonly #wide: ReadonlyMap<number, number>
  #questions = 0
  #rowsById: Uint32Array | undefined

  constructor({ nodeIds, wideIds }: SnapshotColumns) {
    this.#ids = nodeIds
    this.#wide = wideIds
  }

  /** The row, the first of that id, or -1. */
  find(id: number): number {
    if (!(id >= 0 && id < WIDE)) return this.#findWide(id)
    if (this.#questions++ < PATIENCE) return this.#ids.indexOf(id)
    this.#rowsById ??= rowsById(this.#ids)
    let low = 0
    let high = this.#rowsById.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#ids[this.#rowsById[middle] as number] as number) < id) low = middle + 1
      else high = middle
    }
    const row = this.#rowsById[low]
    return row !== undefined && this.#ids[row] === id ? row : -1
  }

  #findWide(id: number): number {
    for (const [row, wide] of this.#wide) if (wide === id) return row
    return -1
  }
}

/** Rows sorted by id, digit by digit: an order that no choice of ids can make slow. */
function rowsById(ids: Uint32Array): Uint32Array {
  let from = Uint32Array.from(ids.keys())
  let to = new Uint32Array(ids.length)
  for (let shift = 0; shift < 32; shift += DIGIT_BITS) {
    const places = new Uint32Array(DIGITS + 1)
    const digit = (row: number): number => ((ids[row] as number) >>> shift) & (DIGITS - 1)
    for (let row = 0; row < ids.length; row++) {
      const next = digit(row) + 1
      places[next] = (places[next] as number) + 1
    }
    for (let at = 1; at <= DIGITS; at++) {
      places[at] = (places[at] as number) + (places[at - 1] as number)
    }
    for (const row of from) {
      const own = digit(row)
      const place = places[own] as number
      places[own] = place + 1
      to[place] = row
    }
    ;[from, to] = [to, from]
  }
  return from
}

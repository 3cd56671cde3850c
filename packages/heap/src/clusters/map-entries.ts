import type { SnapshotColumns } from '../parse/columns.js'
import type { EdgeNames } from './edge-names.js'
import { EdgeSources } from './edge-sources.js'

/** Tables of fewer entries are not looked at: it costs two strings each. */
const FEWEST_EDGES = 32
/** Slots of a table from one key of a Map to the next: key, value, and the next in the bucket. */
const STRIDE = 3

/**
 * Tells the keys of a Map from its values.
 *
 * V8 lists what a table holds in the order of its slots. When from the first slot to the last no key and no value is
 * missing, for being a small integer, then every other edge is a key; otherwise nothing is said.
 */
export class MapEntries {
  readonly #columns: SnapshotColumns
  readonly #names: EdgeNames
  /** By row of a table: its first edge to a key, or -1. */
  readonly #firstKeys = new Map<number, number>()
  readonly #sources: EdgeSources

  constructor(columns: SnapshotColumns, names: EdgeNames) {
    this.#columns = columns
    this.#names = names
    this.#sources = new EdgeSources(columns.firstEdges)
  }

  /** Whether an edge of a table leads to a key. */
  isKey(edge: number): boolean {
    const table = this.#sources.of(edge)
    let first = this.#firstKeys.get(table)
    if (first === undefined) {
      first = this.#firstKey(table)
      this.#firstKeys.set(table, first)
    }
    return first !== -1 && (edge - first) % 2 === 0
  }

  #firstKey(table: number): number {
    const { firstEdges } = this.#columns
    let from = firstEdges[table] as number
    let to = (firstEdges[table + 1] as number) - 1
    if (to - from < FEWEST_EDGES) return -1
    // The table's own map is in front or behind.
    if (Number.isNaN(this.#slot(from))) from++
    if (Number.isNaN(this.#slot(to))) to--
    const entries = (this.#slot(to) - this.#slot(from) - 1) / STRIDE + 1
    return to - from + 1 === entries * 2 ? from : -1
  }

  #slot(edge: number): number {
    return Number.parseInt(this.#names.text(edge), 10)
  }
}

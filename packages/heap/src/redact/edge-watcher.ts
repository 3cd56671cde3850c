import { STRING_EDGES } from '../kernel/row-targets.js'
import { EDGE_KINDS } from '../parse/kinds.js'
import type { ReadPosition } from '../parse/read-position.js'
import type { RowReceiver } from '../parse/row-section.js'
import type { SnapshotHeader } from '../parse/snapshot-header.js'
import type { NamedStrings } from './named-strings.js'

/** Learns by which strings edges are called; the rows themselves are copied as they are. */
export class EdgeWatcher implements RowReceiver {
  readonly fieldCount: number
  readonly rowLimit: number
  readonly #header: SnapshotHeader
  readonly #named: NamedStrings
  readonly #position: ReadPosition
  /** By the file's type numbers: 1 where an edge is called by a string. */
  readonly #byString: Uint8Array

  constructor(header: SnapshotHeader, named: NamedStrings, position: ReadPosition) {
    this.#header = header
    this.#named = named
    this.#position = position
    this.fieldCount = header.edge.fieldCount
    this.rowLimit = header.edgeCount
    this.#byString = Uint8Array.from(
      header.edge.kinds,
      (kind) => (STRING_EDGES >> EDGE_KINDS.indexOf(kind)) & 1,
    )
  }

  take(rows: Uint32Array, rowCount: number): void {
    const { type, nameOrIndex } = this.#header.edge
    for (let from = 0; from < rowCount * this.fieldCount; from += this.fieldCount) {
      const byString = this.#byString[rows[from + type] as number]
      if (byString === undefined) throw this.#position.format('Expected edges of types that the header lists')
      if (byString === 1) this.#named.add(rows[from + nameOrIndex] as number)
    }
  }

  takeAside(row: number, field: number, value: number): void {
    const { type, nameOrIndex, toNode } = this.#header.edge
    if (field === type || field === toNode || (field === nameOrIndex && Math.abs(value) >= 2 ** 32)) {
      throw this.#position.format(`Expected field ${field} of row ${row} to fit 32 bits, got ${value}`)
    }
  }
}

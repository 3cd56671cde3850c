import { WIDE } from '../parse/columns.js'
import { NODE_KINDS } from '../parse/kinds.js'
import { IS_CONTENT } from '../parse/needed-strings.js'
import type { ReadPosition } from '../parse/read-position.js'
import type { RowReceiver } from '../parse/row-section.js'
import type { SnapshotHeader } from '../parse/snapshot-header.js'
import type { NamedStrings } from './named-strings.js'
import type { OutputBytes } from './output-bytes.js'

const COMMA = 44
const NEWLINE = 10

/**
 * Writes the rows of nodes again, a row a line, with string 0 as the name of every node whose name is a content.
 *
 * Not the string's own index with other text behind it: the same index may name a property, and would show which.
 */
export class NodeRedactor implements RowReceiver {
  readonly fieldCount: number
  readonly rowLimit: number
  redactedNodes = 0
  readonly #header: SnapshotHeader
  readonly #named: NamedStrings
  readonly #output: OutputBytes
  readonly #position: ReadPosition
  /** By the file's type numbers: 1 where a node's name is a content. */
  readonly #content: Uint8Array
  /** Values beyond 32 bits of rows that are not yet written, one of them perhaps not complete: by row and field. */
  readonly #wide = new Map<number, number>()
  #row = 0

  constructor(header: SnapshotHeader, named: NamedStrings, output: OutputBytes, position: ReadPosition) {
    this.#header = header
    this.#named = named
    this.#output = output
    this.#position = position
    this.fieldCount = header.node.fieldCount
    this.rowLimit = header.nodeCount
    this.#content = Uint8Array.from(
      header.node.kinds,
      (kind) => IS_CONTENT[NODE_KINDS.indexOf(kind)] as number,
    )
  }

  take(rows: Uint32Array, rowCount: number): void {
    const { type, name } = this.#header.node
    for (let row = 0, from = 0; row < rowCount; row++, from += this.fieldCount) {
      const content = this.#content[rows[from + type] as number]
      if (content === undefined) {
        throw this.#position.format(`Expected a type that the header lists in row ${this.#row + row}`)
      }
      if (content === 1) {
        rows[from + name] = 0
        this.redactedNodes++
      } else this.#named.add(rows[from + name] as number)
      this.#write(rows, from, this.#row + row)
    }
    this.#row += rowCount
  }

  takeAside(row: number, field: number, value: number): void {
    if (!Number.isSafeInteger(value) || value < 0 || field === this.#header.node.name) {
      throw this.#position.format(`Expected field ${field} of row ${row} to be from 0 to 2^53, got ${value}`)
    }
    this.#wide.set(row * this.fieldCount + field, value)
  }

  #write(rows: Uint32Array, from: number, row: number): void {
    if (row > 0) this.#output.byte(NEWLINE)
    for (let field = 0; field < this.fieldCount; field++) {
      if (row > 0 || field > 0) this.#output.byte(COMMA)
      const value = rows[from + field] as number
      this.#output.number(value === WIDE ? this.#takeWide(row * this.fieldCount + field) : value)
    }
  }

  #takeWide(place: number): number {
    const value = this.#wide.get(place) ?? WIDE
    this.#wide.delete(place)
    return value
  }
}

import { exactDivision } from '../kernel/exact-division.js'
import type { Kernel } from '../kernel/kernel.js'
import { type EdgeTarget, UNKNOWN_KIND } from '../kernel/row-targets.js'
import { EDGE_KINDS } from './kinds.js'
import type { ReadPosition } from './read-position.js'
import type { RowReceiver } from './row-section.js'
import type { EdgeLayout, SnapshotHeader } from './snapshot-header.js'

/** The columns of edges, filled row by row. */
export class EdgeReceiver implements RowReceiver {
  readonly fieldCount: number
  readonly rowLimit: number
  readonly target: EdgeTarget
  readonly #layout: EdgeLayout
  readonly #kernel: Kernel
  readonly #position: ReadPosition

  constructor(header: SnapshotHeader, kernel: Kernel, position: ReadPosition, keepNames: boolean) {
    const { arena } = kernel
    const { nodeCount, edgeCount, edge, node } = header
    this.#layout = edge
    this.#kernel = kernel
    this.#position = position
    this.fieldCount = edge.fieldCount
    this.rowLimit = edgeCount
    const kindCodes = arena.uint8(256).fill(UNKNOWN_KIND)
    kindCodes.set(edge.kinds.map((kind) => EDGE_KINDS.indexOf(kind)))
    this.target = {
      fieldCount: edge.fieldCount,
      type: edge.type,
      nameOrIndex: edge.nameOrIndex,
      toNode: edge.toNode,
      kindCodes,
      division: exactDivision(node.fieldCount),
      nodeCount,
      edgeTargets: arena.uint32(edgeCount),
      edgeNames: keepNames ? arena.uint32(edgeCount) : undefined,
      row: 0,
      maxName: 0,
    }
  }

  takeBytes(bytes: Uint8Array, from: number, to: number): number | undefined {
    return this.#kernel.parse.edgeColumns?.(bytes, from, to, this.target)
  }

  take(rows: Uint32Array, rowCount: number): void {
    this.#kernel.parse.edgeRows(rows, rowCount, this.target)
    const { badRow } = this.#kernel.parse.status
    if (badRow >= 0) {
      const { row, fieldCount } = this.target
      const values = rows.subarray(badRow * fieldCount, (badRow + 1) * fieldCount)
      throw this.#position.format(
        `Expected a type that the header lists and the place of a node in row ${row}, got ${values.join(',')}`,
      )
    }
  }

  takeAside(row: number, field: number, value: number): void {
    const { type, nameOrIndex, toNode } = this.#layout
    // V8 prints element indexes above 2^31 as negative numbers on Node 24 and later.
    const index = field === nameOrIndex && value >= -(2 ** 31) && value < 2 ** 32
    if (index || (field !== nameOrIndex && field !== type && field !== toNode)) return
    throw this.#position.format(`Expected field ${field} of row ${row} to fit 32 bits, got ${value}`)
  }
}

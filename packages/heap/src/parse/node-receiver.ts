import type { Kernel } from '../kernel/kernel.js'
import { type NodeTarget, UNKNOWN_KIND } from '../kernel/row-targets.js'
import { NODE_KINDS } from './kinds.js'
import type { ReadPosition } from './read-position.js'
import type { RowReceiver } from './row-section.js'
import type { NodeLayout, SnapshotHeader } from './snapshot-header.js'
import { keepWide } from './wide-values.js'

/** The columns of nodes, filled row by row. */
export class NodeReceiver implements RowReceiver {
  readonly fieldCount: number
  readonly rowLimit: number
  readonly target: NodeTarget
  readonly wideIds = new Map<number, number>()
  readonly wideSizes = new Map<number, number>()
  readonly #layout: NodeLayout
  readonly #kernel: Kernel
  readonly #position: ReadPosition

  constructor(header: SnapshotHeader, kernel: Kernel, position: ReadPosition) {
    const { arena } = kernel
    const { nodeCount, edgeCount, node } = header
    this.#layout = node
    this.#kernel = kernel
    this.#position = position
    this.fieldCount = node.fieldCount
    this.rowLimit = nodeCount
    const kindCodes = arena.uint8(256).fill(UNKNOWN_KIND)
    kindCodes.set(node.kinds.map((kind) => NODE_KINDS.indexOf(kind)))
    const firstEdges = arena.uint32(nodeCount + 1)
    firstEdges[0] = 0
    this.target = {
      fieldCount: node.fieldCount,
      type: node.type,
      name: node.name,
      id: node.id,
      selfSize: node.selfSize,
      edgeCount: node.edgeCount,
      detachedness: node.detachedness,
      kindCodes,
      nodeKinds: arena.uint8(nodeCount),
      nodeNames: arena.uint32(nodeCount),
      nodeIds: arena.uint32(nodeCount),
      nodeSizes: arena.uint32(nodeCount),
      firstEdges,
      edgeLimit: edgeCount,
      row: 0,
      edges: 0,
      maxName: 0,
    }
  }

  takeBytes(bytes: Uint8Array, from: number, to: number): number | undefined {
    return this.#kernel.parse.nodeColumns?.(bytes, from, to, this.target)
  }

  take(rows: Uint32Array, rowCount: number): void {
    this.#kernel.parse.nodeRows(rows, rowCount, this.target)
    const { badRow } = this.#kernel.parse.status
    if (badRow >= 0) throw this.#badRow(rows, badRow)
  }

  takeAside(row: number, field: number, value: number): void {
    const { id, selfSize, type, name, edgeCount, detachedness } = this.#layout
    if (field === id) keepWide(this.wideIds, row, value, 'the id', this.#position)
    else if (field === selfSize) keepWide(this.wideSizes, row, value, 'the size', this.#position)
    else if (field === type || field === name || field === edgeCount || field === detachedness) {
      throw this.#position.format(`Expected field ${field} of row ${row} to fit 32 bits, got ${value}`)
    }
  }

  #badRow(rows: Uint32Array, badRow: number): Error {
    const { row, fieldCount, type, edgeLimit } = this.target
    const values = rows.subarray(badRow * fieldCount, (badRow + 1) * fieldCount)
    const known = this.target.kindCodes[values[type] as number] ?? UNKNOWN_KIND
    const what =
      known === UNKNOWN_KIND
        ? 'a type that the header lists'
        : this.target.edges > edgeLimit
          ? `no more than ${edgeLimit} edges of all nodes so far`
          : 'a detachedness of 0 to 2'
    return this.#position.format(`Expected ${what} in row ${row}, got ${values.join(',')}`)
  }
}

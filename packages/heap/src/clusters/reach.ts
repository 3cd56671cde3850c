import type { GraphKernel } from '../graph/graph-kernel.js'
import { findRetainers } from '../graph/retainer-tree.js'
import type { Arena } from '../parse/arena.js'
import type { SnapshotColumns } from '../parse/columns.js'
import { EdgeSources } from './edge-sources.js'

/** Bytes that a tree takes from the arena of its columns. */
export function reachBytes(nodeCount: number): number {
  return 8 * nodeCount + nodeCount / 8 + 256
}

/** The shortest way to each node from what a program can name: the globals first, then the roots of the engine. */
export class ReachTree {
  /** Rows in the order in which they are reached, the root left out: a node's parent comes before it. */
  readonly order: Uint32Array
  readonly #retainers: Uint32Array
  readonly #sources: EdgeSources

  /** Breadth first, linear. Ephemerons must have been settled. */
  constructor(columns: SnapshotColumns, kernel: GraphKernel, arena: Arena) {
    const { nodeCount, firstEdges } = columns
    const retainers = arena.uint32(nodeCount)
    const queue = arena.uint32(nodeCount)
    const found = arena.uint32((nodeCount >>> 5) + 1)
    const state = arena.uint32(2)
    findRetainers(columns, { retainers, queue, found, state }, kernel)
    this.order = queue.subarray(0, state[1] as number)
    this.#retainers = retainers
    this.#sources = new EdgeSources(firstEdges)
  }

  /** The edge that a row is reached by; -1 for the root, and for what is not reached. */
  edgeTo(row: number): number {
    return (this.#retainers[row] as number) - 1
  }

  /** The row that a row is reached from; the root's is its own. */
  parentOf(row: number): number {
    const edge = this.edgeTo(row)
    return edge < 0 ? 0 : this.#sources.of(edge)
  }
}

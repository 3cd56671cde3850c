import type { GraphKernel } from '../graph/graph-kernel.js'
import { findRetainers, type RetainerTree } from '../graph/retainer-tree.js'
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

  constructor({ queue, state, retainers }: RetainerTree, firstEdges: Uint32Array) {
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

/** Finds the ways: breadth first, linear. Ephemerons must have been settled. */
export function* findWays(
  columns: SnapshotColumns,
  kernel: GraphKernel,
  arena: Arena,
): Generator<void, ReachTree> {
  const { nodeCount, firstEdges } = columns
  const tree = {
    retainers: arena.uint32(nodeCount),
    queue: arena.uint32(nodeCount),
    found: arena.uint32((nodeCount >>> 5) + 1).fill(0),
    state: arena.uint32(2),
  }
  yield* findRetainers(columns, tree, kernel)
  return new ReachTree(tree, firstEdges)
}

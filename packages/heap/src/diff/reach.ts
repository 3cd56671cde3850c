import type { GraphKernel } from '../graph/graph-kernel.js'
import { findRetainers } from '../graph/retainer-tree.js'
import type { Arena } from '../parse/arena.js'
import type { SnapshotColumns } from '../parse/columns.js'

/** The shortest way to each node from what a program can name: the globals first, then the roots of the engine. */
export interface ReachTree {
  /** Rows in the order in which they are reached, the root left out: a node's parent comes before it. */
  readonly order: Uint32Array
  /** By row: the row it is reached from. */
  readonly parents: Uint32Array
  /** By row: the edge it is reached by. */
  readonly parentEdges: Uint32Array
}

/** Bytes that a tree takes from the arena of its columns. */
export function reachBytes(nodeCount: number): number {
  return 8 * nodeCount + nodeCount / 8 + 256
}

/** Breadth first, linear. Ephemerons must have been settled. */
export function reachTree(columns: SnapshotColumns, kernel: GraphKernel, arena: Arena): ReachTree {
  const { nodeCount, firstEdges } = columns
  const retainers = arena.uint32(nodeCount)
  const queue = arena.uint32(nodeCount)
  const state = arena.uint32(2)
  findRetainers(columns, { retainers, queue, found: arena.uint32((nodeCount >>> 5) + 1), state }, kernel)
  const order = queue.subarray(0, state[1] as number)
  const parents = new Uint32Array(nodeCount)
  const rootEnd = firstEdges[1] as number
  // Rows are found in the order of what leads to them, so one walk through the queue finds all of those.
  let source = 0
  for (let at = 0; at < order.length; at++) {
    const row = order[at] as number
    const edge = (retainers[row] as number) - 1
    retainers[row] = edge
    if (edge < rootEnd) continue
    while (edge < (firstEdges[order[source] as number] as number) || edge >= endOf(order[source] as number))
      source++
    parents[row] = order[source] as number
  }
  return { order, parents, parentEdges: retainers }

  function endOf(row: number): number {
    return firstEdges[row + 1] as number
  }
}

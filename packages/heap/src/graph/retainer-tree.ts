import { WEAK } from './edge-codes.js'
import type { GraphEdges, GraphKernel, GraphNodes } from './graph-kernel.js'
import { KIND_BITS, SYNTHETIC } from './node-codes.js'
import { hasBit, setBit } from './row-bits.js'
import { SLICE } from './slice.js'

/** What ways are found over. */
export type RetainerEdges = GraphEdges & Pick<GraphNodes, 'nodeKinds'>

/**
 * The shortest way to each node: a breadth-first search over edges that hold, and over shortcuts, which say in one
 * step what others say in two; not over the table's side of an ephemeron, a shortcut of an array.
 */
export interface RetainerTree {
  /** By row: the edge that the last step of the way takes, plus one; 0 where no way leads, and at the root. */
  readonly retainers: Uint32Array
  /** Rows in the order in which they were found. */
  readonly queue: Uint32Array
  /** One bit a row, none set at first. */
  readonly found: Uint32Array
  /** How many rows of the queue are done, and how many are in it. */
  readonly state: Uint32Array
}

/**
 * Finds a way to each node: from the root's children that are not synthetic (the global objects) as far as those
 * lead, and only then from the root itself. A shorter way by way of V8's own roots would tell less. Whoever wants the
 * way to one node can stop as soon as its bit is set in `found`.
 */
export function* findRetainers(
  edges: RetainerEdges,
  tree: RetainerTree,
  kernel: GraphKernel,
): Generator<void, void> {
  const { retainers, found, state } = tree
  retainers.fill(0)
  setBit(found, 0)
  state.fill(0)
  queueChildrenOfRoot(edges, tree, (kind) => kind !== SYNTHETIC)
  yield* spreadAll(edges, tree, kernel)
  queueChildrenOfRoot(edges, tree, () => true)
  yield* spreadAll(edges, tree, kernel)
}

function* spreadAll(edges: RetainerEdges, tree: RetainerTree, kernel: GraphKernel): Generator<void> {
  const { state } = tree
  while (state[0] !== state[1]) {
    kernel.spread(edges, tree, (state[0] as number) + SLICE)
    yield
  }
}

function queueChildrenOfRoot(
  { firstEdges, edgeTargets, nodeKinds }: RetainerEdges,
  { retainers, queue, found, state }: RetainerTree,
  accept: (kind: number) => boolean,
): void {
  const end = firstEdges[1] as number
  for (let edge = firstEdges[0] as number; edge < end; edge++) {
    const target = edgeTargets[edge] as number
    const row = target >>> 3
    if ((target & 7) === WEAK || hasBit(found, row) || !accept((nodeKinds[row] as number) & KIND_BITS))
      continue
    setBit(found, row)
    retainers[row] = edge + 1
    queue[state[1] as number] = row
    state[1] = (state[1] as number) + 1
  }
}

import { WEAK } from './edge-codes.js'
import type { GraphEdges, GraphKernel } from './graph-kernel.js'
import { type NumberedEnds, numberNodes } from './number-nodes.js'
import type { Numbering } from './numbering.js'
import { SLICE } from './slice.js'

/** Real snapshots take one to three steps a node. */
const MAX_STEPS = 16 * SLICE

/** What the dominators of a graph are found from. */
export interface DominatorSearch {
  readonly edges: GraphEdges
  readonly numbering: Numbering
  readonly kernel: GraphKernel
  /** See `numberNodes`. */
  readonly pageRoots: readonly number[]
  /** Gives memory for that many predecessors. */
  readonly predecessorsFor: (count: number) => Uint32Array
}

/**
 * Finds immediate dominators by semidominators (semi-NCA: Georgiadis, Linear-Time Algorithms for Dominators and
 * Related Problems, 2005), in `numbering.parentOf`. Returns how many nodes the root does not
 * lead to.
 */
export function* findDominators(task: DominatorSearch): Generator<void, number> {
  const { edges, numbering, kernel } = task
  const ends = yield* numberNodes(edges, numbering, kernel, task.pageRoots)
  const count = yield* endLists(task, ends.reached)
  const predecessors = task.predecessorsFor(count)
  yield* collect(task, predecessors, ends)
  let listEnd = count
  for (let from = ends.reached; from > 1; from -= SLICE) {
    yield
    listEnd = kernel.findSemidominators(numbering, predecessors, from, Math.max(1, from - SLICE), listEnd)
  }
  for (let from = 2; from <= ends.reached; ) {
    yield
    const to = Math.min(ends.reached + 1, from + SLICE)
    from = kernel.findDominators(numbering, from, to, MAX_STEPS)
    if (from === to) continue
    kernel.findDominatorsByJumps(numbering, from, ends.reached + 1)
    break
  }
  return ends.unreachableCount
}

/** Counts the root's own edges too, then turns counts into the ends of lists; returns where the last one ends. */
function* endLists({ edges, numbering, kernel }: DominatorSearch, reached: number): Generator<void, number> {
  const { cursors } = numbering
  for (const number of heldByRoot(edges, numbering)) cursors[number] = (cursors[number] as number) + 1
  let end = 0
  for (let from = 2; from <= reached; from += SLICE) {
    end = kernel.endLists(numbering, from, Math.min(reached + 1, from + SLICE), end)
    yield
  }
  return end
}

function* collect(
  { edges, numbering, kernel }: DominatorSearch,
  predecessors: Uint32Array,
  { ownedEnd, reached }: NumberedEnds,
): Generator<void> {
  const { cursors } = numbering
  for (let from = 1; from < edges.nodeCount; from += SLICE) {
    yield
    const to = Math.min(edges.nodeCount, from + SLICE)
    kernel.collectPredecessors(edges, numbering, predecessors, ownedEnd, reached, from, to)
  }
  for (const number of heldByRoot(edges, numbering)) {
    const slot = (cursors[number] as number) - 1
    cursors[number] = slot
    predecessors[slot] = 1
  }
}

/** Numbers that an edge of the root leads to, other than its children in the tree. */
function* heldByRoot(edges: GraphEdges, { numberOf, parentOf }: Numbering): Generator<number> {
  const end = edges.firstEdges[1] as number
  for (let edge = edges.firstEdges[0] as number; edge < end; edge++) {
    const target = edges.edgeTargets[edge] as number
    const number = numberOf[target >>> 3] as number
    if ((target & 7) !== WEAK && parentOf[number] !== 1) yield number
  }
}

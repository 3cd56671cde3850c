import { SHORTCUT, WEAK } from './edge-codes.js'
import type { GraphEdges, GraphKernel } from './graph-kernel.js'
import { CURRENT, DEPTH, END_EDGE, LAST, NEXT_EDGE, type Numbering } from './numbering.js'
import { findOrphans, unnumbered } from './orphans.js'
import { closeOwned } from './owned-rest.js'
import { hasBit } from './row-bits.js'
import { SLICE } from './slice.js'

/** Where numbers of one sort end: all up to `ownedEnd` are the page's, all after `reached` nothing leads to. */
export interface NumberedEnds {
  readonly ownedEnd: number
  readonly reached: number
  /** How many nodes no edge that holds leads to from the root, on whatever way. */
  readonly unreachableCount: number
}

/**
 * Numbers the nodes depth first from the root, what the page owns before all else.
 *
 * DevTools calls page-owned what the targets of the root's shortcuts (the global objects) lead to, and lets no other
 * node but the root hold any of it: a debugger that looks at an object should not be its dominator. As those nodes
 * get the lowest numbers, one comparison tells whether an edge counts.
 *
 * @param pageRoots rows where what the page owns starts, beside the targets of the root's shortcuts
 */
export function* numberNodes(
  edges: GraphEdges,
  numbering: Numbering,
  kernel: GraphKernel,
  pageRoots: readonly number[],
): Generator<void, NumberedEnds> {
  const { nodeCount, firstEdges, edgeTargets } = edges
  const { numberOf, parentOf } = numbering
  const rootEnd = firstEdges[1] as number
  numberOf[0] = 1
  parentOf[1] = 1
  let last = 1
  let unreachableCount = 0
  for (let edge = firstEdges[0] as number; edge < rootEnd; edge++) {
    const target = edgeTargets[edge] as number
    if ((target & 7) === SHORTCUT) yield* enter(target >>> 3, 1)
  }
  for (const row of pageRoots) yield* enter(row, 1)
  if (closeOwned(edges, numbering)) {
    yield* enterFromRoot(1, numbering.owned)
    yield* enterOrphans(1, numbering.owned)
    for (const row of unnumbered(edges, numbering, numbering.owned)) numberOf[row] = nodeCount + 1
  }
  const ownedEnd = last
  yield* enterFromRoot(ownedEnd)
  if (last < nodeCount) yield* enterOrphans(ownedEnd)
  const reached = last
  unreachableCount += nodeCount - reached
  // What only leads in circles holds nothing that lives; V8 lists it all the same.
  for (let row = 0; last < nodeCount; row++) {
    if (numberOf[row] !== 0 && numberOf[row] !== nodeCount + 1) continue
    numberOf[row] = ++last
    parentOf[last] = 1
  }
  return { ownedEnd, reached, unreachableCount }

  function* enterFromRoot(low: number, among?: Uint32Array): Generator<void> {
    for (let edge = firstEdges[0] as number; edge < rootEnd; edge++) {
      const target = edgeTargets[edge] as number
      const row = target >>> 3
      if ((target & 7) === WEAK || (among !== undefined && !hasBit(among, row))) continue
      yield* enter(row, low)
    }
  }

  function* enterOrphans(low: number, among?: Uint32Array): Generator<void> {
    const before = last
    for (const row of findOrphans(edges, numbering, among)) yield* enter(row, low)
    unreachableCount += last - before
  }

  function* enter(row: number, low: number): Generator<void> {
    if (numberOf[row] !== 0) return
    const { state } = numbering
    numberOf[row] = ++last
    parentOf[last] = 1
    state[DEPTH] = 0
    state[CURRENT] = last
    state[NEXT_EDGE] = firstEdges[row] as number
    state[END_EDGE] = firstEdges[row + 1] as number
    for (;;) {
      state[LAST] = last
      kernel.search(edges, numbering, low, last + SLICE)
      last = state[LAST] as number
      if (state[DEPTH] === 0 && state[NEXT_EDGE] === state[END_EDGE]) return
      yield
    }
  }
}

import type { EphemeronNames } from '../parse/ephemeron-names.js'
import type { GraphEdges, GraphKernel } from './graph-kernel.js'
import { SLICE } from './slice.js'

/** What tells the two sides of an ephemeron apart. */
export interface EphemeronEdges extends GraphEdges {
  readonly edgeNames: Uint32Array
  readonly nodeIds: Uint32Array
}

/**
 * Takes the table's side of each entry of a WeakMap from what holds, and returns how many there were.
 *
 * Key and table hold the value together, so either edge alone would do, and the key's says more. The table's becomes
 * a shortcut, which holds nothing either; at the root, where a shortcut would, it becomes weak.
 */
export function* settleEphemerons(
  edges: EphemeronEdges,
  names: EphemeronNames,
  kernel: GraphKernel,
): Generator<void, number> {
  if (names.count === 0) return 0
  let settled = 0
  for (let from = 0; from < edges.nodeCount; from += SLICE) {
    settled += kernel.settle(edges, names, from, Math.min(edges.nodeCount, from + SLICE))
    yield
  }
  return settled
}

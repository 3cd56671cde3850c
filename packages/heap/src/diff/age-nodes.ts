import { type SnapshotColumns, WIDE } from '../parse/columns.js'
import { hasId, type IdSet } from './id-set.js'
import type { ReachTree } from './reach.js'

/**
 * By row, in which snapshot an object is first seen: `earlier` are those before this one, the oldest first.
 *
 * What cannot be traced by its id, native objects, is as old as what holds it. What cannot be reached is taken for old.
 */
export function ageNodes(columns: SnapshotColumns, tree: ReachTree, earlier: readonly IdSet[]): Uint8Array {
  const { nodeCount, nodeIds } = columns
  const ages = new Uint8Array(nodeCount)
  for (let at = 0; at < tree.order.length; at++) {
    const row = tree.order[at] as number
    const id = nodeIds[row] as number
    if ((id & 1) === 0 || id === WIDE) {
      ages[row] = ages[tree.parents[row] as number] as number
      continue
    }
    let age = 0
    while (age < earlier.length && !hasId(earlier[age] as IdSet, id)) age++
    ages[row] = age
  }
  return ages
}

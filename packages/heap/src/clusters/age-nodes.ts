import type { IdSet } from '../diff/id-set.js'
import { type SnapshotColumns, WIDE } from '../parse/columns.js'
import type { ReachTree } from './reach.js'

/** Which nodes of a snapshot are new, and since when. */
export interface NodeAges {
  /** By row: 0 for what the first snapshot has, 1 for what only the second and later ones have, and so on. */
  readonly ages: Uint8Array
  /** One bit a row, set for what is not of age 0: small enough to stay near while edges are looked through. */
  readonly newBits: Uint32Array
  /** Rows of what is new, in the order in which they are reached. */
  readonly newRows: Uint32Array
}

/**
 * Tells in which snapshot each object is first seen: `earlier` are those before this one, the oldest first.
 *
 * What cannot be traced by its id, native objects, is as old as what holds it. What cannot be reached is taken for old.
 */
export function ageNodes(columns: SnapshotColumns, tree: ReachTree, earlier: readonly IdSet[]): NodeAges {
  const { nodeCount, nodeIds } = columns
  const ages = new Uint8Array(nodeCount)
  const newBits = new Uint32Array((nodeCount >>> 5) + 1)
  const newRows = new Uint32Array(tree.order.length)
  const wordsOf = earlier.map(({ words }) => words)
  const [first] = wordsOf
  let count = 0
  for (let at = 0; at < tree.order.length; at++) {
    const row = tree.order[at] as number
    const id = nodeIds[row] as number
    let age = 0
    if ((id & 1) === 0 || id === WIDE) {
      age = ages[tree.parentOf(row)] as number
    } else {
      const word = id >>> 6
      const bit = (id >>> 1) & 31
      if (((((first as Uint32Array)[word] ?? 0) >>> bit) & 1) === 1) continue
      age = 1
      while (age < wordsOf.length && ((((wordsOf[age] as Uint32Array)[word] ?? 0) >>> bit) & 1) === 0) age++
    }
    if (age === 0) continue
    ages[row] = age
    newBits[row >>> 5] = (newBits[row >>> 5] as number) | (1 << (row & 31))
    newRows[count++] = row
  }
  return { ages, newBits, newRows: newRows.subarray(0, count) }
}

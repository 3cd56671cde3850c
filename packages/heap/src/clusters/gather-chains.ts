import type { Attachments } from './attach-new.js'
import { chainLinks, chainOf, FEWEST_LINKS } from './chain-links.js'
import type { EdgeNames } from './edge-names.js'
import type { GrownHeap } from './grown-heap.js'

/** What holds so many by itself is no part of the chain, but what grows. */
const OWN_HOLDER = 16

/**
 * Makes the members of a linked list hang where the list hangs: otherwise each would hang on the one before it.
 *
 * Linear: a constant number of edges is looked at for each object.
 */
export function gatherChains(heap: GrownHeap, names: EdgeNames, attachments: Attachments): void {
  const roots = chainLinks(heap, names)
  if (roots === undefined) return
  const { ages, newRows } = heap
  const { holders, edges, directCounts } = attachments
  const sizes = new Uint32Array(roots.length)
  const fronts = new Uint32Array(roots.length)
  const heldBy = (row: number): number => {
    const holder = holders[row] as number
    return ages[holder] === 0 ? (directCounts[holder] as number) : 0
  }
  // In the order in which they are reached, so that of equals the first one stays.
  for (let at = 0; at < newRows.length; at++) {
    const row = newRows[at] as number
    if (roots[row] === 0) continue
    const chain = chainOf(roots, row)
    const size = (sizes[chain] as number) + 1
    sizes[chain] = size
    if (size === 1 || heldBy(row) > heldBy(fronts[chain] as number)) fronts[chain] = row
  }
  for (let at = 0; at < newRows.length; at++) {
    const row = newRows[at] as number
    if (roots[row] === 0) continue
    const chain = chainOf(roots, row)
    const size = sizes[chain] as number
    const front = fronts[chain] as number
    if (size < FEWEST_LINKS || row === front) continue
    const own = heldBy(row)
    if (own >= OWN_HOLDER || own * 2 >= size) continue
    holders[row] = holders[front] as number
    edges[row] = edges[front] as number
  }
}

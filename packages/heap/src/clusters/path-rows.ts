import type { Attachments } from './attach-new.js'
import type { BackingStores } from './backing-stores.js'
import type { GrownHeap } from './grown-heap.js'

/** One step of a path: a row, and the edge by which the row before it holds it. */
export interface PathRow {
  readonly row: number
  /** -1 at the root. */
  readonly edge: number
  /** Row that holds it: where the edge starts, or the owner of the backing store where it does. */
  readonly holder: number
}

/** A way that is longer is not told from its beginning. */
const MOST_ROWS = 2000

/** The way from the root to a row: the shortest to what is old, and from there by what holds what is new. */
export function pathRows(
  { tree, ages }: GrownHeap,
  stores: BackingStores,
  { holders, edges }: Attachments,
  row: number,
): PathRow[] {
  const path: PathRow[] = []
  let at = row
  while (at !== 0 && path.length < MOST_ROWS) {
    const isNew = ages[at] !== 0
    const holder = isNew ? (holders[at] as number) : stores.ownerOf(tree.parentOf(at))
    path.push({ row: at, edge: isNew ? (edges[at] as number) : tree.edgeTo(at), holder })
    at = holder
  }
  path.push({ row: at, edge: -1, holder: at })
  return path.reverse()
}

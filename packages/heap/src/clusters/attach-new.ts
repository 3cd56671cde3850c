import { KIND_BITS } from '../graph/node-codes.js'
import { WIDE } from '../parse/columns.js'
import type { BackingStores } from './backing-stores.js'
import { type GrownHeap, holds, isEngineKind, NODE } from './grown-heap.js'

/** What each new object hangs on; arrays are by row, and mean nothing for rows that are not new. */
export interface Attachments {
  /** Row of the holder: an old object where one holds it, otherwise the new one it is reached from. */
  readonly holders: Uint32Array
  /** The edge it hangs by; it starts at the holder, or at the holder's backing store. */
  readonly edges: Uint32Array
  /** By row of an old object: how many edges to new objects it has. */
  readonly directCounts: Uint32Array
}

/**
 * Finds the holder of each new object.
 *
 * Of several old objects that hold it, that one counts which holds most new ones: what leaks is often also held by
 * a list of Node's, or by a variable that points to the last one, and the shortest path knows no difference.
 */
export function attachNew(heap: GrownHeap, stores: BackingStores): Attachments {
  const { columns, tree, ages, newRows } = heap
  const { nodeCount, nodeKinds } = columns
  const holders = new Uint32Array(nodeCount)
  const edges = new Uint32Array(nodeCount)
  const directCounts = new Uint32Array(nodeCount)
  for (let at = 0; at < newRows.length; at++) {
    const row = newRows[at] as number
    holders[row] = stores.ownerOf(tree.parentOf(row))
    edges[row] = tree.edgeTo(row)
  }
  const links = oldToNew(heap, stores)
  for (let at = 0; at < links.count; at++) {
    const holder = links.holders[at] as number
    directCounts[holder] = (directCounts[holder] as number) + 1
  }
  const ancestry = new Uint8Array(nodeCount)
  const weight = (holder: number): number => {
    if (ages[holder] !== 0 || isUnderNew(heap, holder, ancestry)) return -1
    const kind = (nodeKinds[holder] as number) & KIND_BITS
    return isEngineKind(kind) || kind === NODE.synthetic ? 0 : (directCounts[holder] as number)
  }
  for (let at = 0; at < links.count; at++) {
    const edge = links.edges[at] as number
    const child = (columns.edgeTargets[edge] as number) >>> 3
    if (weight(links.holders[at] as number) <= weight(holders[child] as number)) continue
    holders[child] = links.holders[at] as number
    edges[child] = edge
  }
  return { holders, edges, directCounts }
}

const ALL_OLD = 1
const UNDER_NEW = 2

/** Whether an old object is itself held by a new one: by what it holds, maybe. Looked up once for each ancestor. */
function isUnderNew({ tree, ages }: GrownHeap, row: number, known: Uint8Array): boolean {
  let up = row
  while (up !== 0 && known[up] === 0 && ages[up] === 0) up = tree.parentOf(up)
  const answer = ages[up] !== 0 || known[up] === UNDER_NEW ? UNDER_NEW : ALL_OLD
  for (let at = row; at !== up; at = tree.parentOf(at)) known[at] = answer
  return answer === UNDER_NEW
}

interface Links {
  readonly holders: Uint32Array
  readonly edges: Uint32Array
  readonly count: number
}

/** All edges from old objects, or from their backing stores, to new ones. */
function oldToNew({ columns, ages, newBits }: GrownHeap, stores: BackingStores): Links {
  const { nodeCount, nodeKinds, nodeIds, firstEdges, edgeTargets } = columns
  let holders = new Uint32Array(4096)
  let edges = new Uint32Array(4096)
  let count = 0
  let end = 0
  for (let row = 0; row < nodeCount; row++) {
    let edge = end
    end = firstEdges[row + 1] as number
    if (ages[row] !== 0) {
      const kind = (nodeKinds[row] as number) & KIND_BITS
      if (kind !== NODE.array && kind !== NODE.hidden) continue
    }
    let holder = -1
    for (; edge < end; edge++) {
      const target = edgeTargets[edge] as number
      const child = target >>> 3
      if ((((newBits[child >>> 5] as number) >>> (child & 31)) & 1) === 0) continue
      if (!holds(target & 7, row)) continue
      // What has no id to be traced by hangs where it was reached.
      const id = nodeIds[child] as number
      if ((id & 1) === 0 || id === WIDE) continue
      if (holder === -1) {
        holder = stores.ownerOf(row)
        if (ages[holder] !== 0 || (holder !== row && stores.isMirrored(row))) break
      }
      if (count === edges.length) {
        holders = doubled(holders)
        edges = doubled(edges)
      }
      holders[count] = holder
      edges[count++] = edge
    }
  }
  return { holders, edges, count }
}

function doubled(from: Uint32Array): Uint32Array<ArrayBuffer> {
  const array = new Uint32Array(from.length * 2)
  array.set(from)
  return array
}

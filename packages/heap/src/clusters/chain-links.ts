import { TripleTable } from '../diff/triple-table.js'
import { KIND_BITS, NATIVE, OBJECT } from '../graph/node-codes.js'
import type { EdgeNames } from './edge-names.js'
import { EDGE, type GrownHeap } from './grown-heap.js'

/** Edges of a node that are looked at for the link of a chain: more are no list. */
const MOST_EDGES = 32
/** Links that make a chain: fewer are an object that happens to hold another of its class. */
export const FEWEST_LINKS = 8

/**
 * Finds linked lists among what is new, and joins their members.
 *
 * A list is made of edges of one name between objects of one class that lead on, from most of their targets, by an
 * edge of that name to that class. Returns by row one more than a row of the same list nearer to the one that stands
 * for it, 0 for what is in none; `undefined` when there is no list.
 */
export function chainLinks(heap: GrownHeap, names: EdgeNames): Uint32Array | undefined {
  const { columns, newRows } = heap
  const { firstEdges, edgeTargets, nodeKinds, nodeNames } = columns
  const keys = new TripleTable()
  const sources: number[] = []
  const targets: number[] = []
  const keyOf: number[] = []
  const edgeCounts: number[] = []
  const leadOn: number[] = []
  for (let at = 0; at < newRows.length; at++) {
    const row = newRows[at] as number
    const nodeKind = (nodeKinds[row] as number) & KIND_BITS
    // Strings and arrays of the engine are joined to longer ones: many parts, but one thing.
    if (nodeKind !== OBJECT && nodeKind !== NATIVE) continue
    const end = Math.min(firstEdges[row + 1] as number, (firstEdges[row] as number) + MOST_EDGES)
    for (let edge = firstEdges[row] as number; edge < end; edge++) {
      const child = (edgeTargets[edge] as number) >>> 3
      if (nodeNames[child] !== nodeNames[row] || child === row || !isLink(heap, edge)) continue
      if (((nodeKinds[child] as number) & KIND_BITS) !== nodeKind) continue
      const kind = (edgeTargets[edge] as number) & 7
      const key = keys.intern(nodeNames[row] as number, nodeKind * 8 + kind, names.index(edge))
      sources.push(row)
      targets.push(child)
      keyOf.push(key)
      edgeCounts[key] = (edgeCounts[key] ?? 0) + 1
      leadOn[key] = (leadOn[key] ?? 0) + (leads(heap, names, child, edge) ? 1 : 0)
    }
  }
  const isChain = edgeCounts.map((count, key) => {
    const leading = leadOn[key] as number
    return leading >= FEWEST_LINKS && leading * 2 >= count
  })
  if (!isChain.includes(true)) return undefined
  const roots = new Uint32Array(columns.nodeCount)
  for (let at = 0; at < keyOf.length; at++) {
    if (isChain[keyOf[at] as number]) join(roots, sources[at] as number, targets[at] as number)
  }
  return roots
}

/** The row that stands for the list of a row; halves the way to it while it goes. */
export function chainOf(roots: Uint32Array, row: number): number {
  let at = row
  for (;;) {
    const up = (roots[at] as number) - 1
    if (up === at) return at
    roots[at] = roots[up] as number
    at = (roots[at] as number) - 1
  }
}

function join(roots: Uint32Array, row: number, other: number): void {
  if (roots[row] === 0) roots[row] = row + 1
  if (roots[other] === 0) roots[other] = other + 1
  const one = chainOf(roots, row)
  const two = chainOf(roots, other)
  roots[Math.max(one, two)] = Math.min(one, two) + 1
}

/** Whether an edge has a name, and leads to what is new. */
function isLink({ columns, newBits }: GrownHeap, edge: number): boolean {
  const target = columns.edgeTargets[edge] as number
  const kind = target & 7
  if (kind !== EDGE.property && kind !== EDGE.internal && kind !== EDGE.context) return false
  return (((newBits[target >>> 8] as number) >>> ((target >>> 3) & 31)) & 1) === 1
}

/** Whether a node goes on, to one of its class, by an edge as the one that led to it. */
function leads({ columns }: GrownHeap, names: EdgeNames, row: number, by: number): boolean {
  const { firstEdges, edgeTargets, nodeNames, nodeKinds } = columns
  const kind = (edgeTargets[by] as number) & 7
  const name = names.index(by)
  const end = Math.min(firstEdges[row + 1] as number, (firstEdges[row] as number) + MOST_EDGES)
  for (let edge = firstEdges[row] as number; edge < end; edge++) {
    const target = edgeTargets[edge] as number
    if ((target & 7) !== kind || names.index(edge) !== name || target >>> 3 === row) continue
    const next = target >>> 3
    if (nodeNames[next] === nodeNames[row] && nodeKinds[next] === nodeKinds[row]) return true
  }
  return false
}

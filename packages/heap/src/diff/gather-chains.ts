import type { Attachments } from './attach-new.js'
import type { EdgeNames } from './edge-names.js'
import { EDGE, type GrownHeap } from './grown-heap.js'
import { TripleTable } from './triple-table.js'

/** Edges of a node that are looked at for the link of a chain: more are no list. */
const MOST_EDGES = 32
/** Links that make a chain: fewer are an object that happens to hold another of its class. */
const FEWEST_LINKS = 8
/** What holds so many by itself is no part of the chain, but what grows. */
const OWN_HOLDER = 16

/**
 * Makes the members of a linked list hang where the list hangs: otherwise each would hang on the one before.
 *
 * A chain is made of edges of one name between objects of one class that lead on, from most of their targets, by an
 * edge of that name to that class. Linear: union by rows, a constant number of edges looked at for each.
 */
export function gatherChains(heap: GrownHeap, names: EdgeNames, attachments: Attachments): void {
  const links = new ChainLinks(heap, names)
  if (!links.any()) return
  const { tree, ages } = heap
  const { holders, edges, directCounts } = attachments
  const roots = links.components()
  const sizes = new Uint32Array(roots.length)
  const best = new Uint32Array(roots.length)
  const heldBy = (row: number): number => {
    const holder = holders[row] as number
    return ages[holder] === 0 ? (directCounts[holder] as number) : 0
  }
  // In the order in which they are reached, so that of equals the first one stays.
  for (let at = 0; at < tree.order.length; at++) {
    const row = tree.order[at] as number
    if (ages[row] === 0) continue
    const root = find(roots, row)
    const size = (sizes[root] as number) + 1
    sizes[root] = size
    if (size === 1 || heldBy(row) > heldBy(best[root] as number)) best[root] = row
  }
  for (let at = 0; at < tree.order.length; at++) {
    const row = tree.order[at] as number
    if (ages[row] === 0) continue
    const root = find(roots, row)
    const size = sizes[root] as number
    const front = best[root] as number
    if (size < FEWEST_LINKS || row === front) continue
    const own = heldBy(row)
    if (own >= OWN_HOLDER || own * 2 >= size) continue
    holders[row] = holders[front] as number
    edges[row] = edges[front] as number
  }
}

/** Edges that could be links of chains, by class and name. */
class ChainLinks {
  readonly #heap: GrownHeap
  readonly #names: EdgeNames
  readonly #keys = new TripleTable()
  readonly #edges: number[] = []
  readonly #leadOn: number[] = []

  constructor(heap: GrownHeap, names: EdgeNames) {
    this.#heap = heap
    this.#names = names
    this.#each((_row, target, edge, slot) => {
      const key = this.#key(edge, slot)
      this.#edges[key] = (this.#edges[key] ?? 0) + 1
      this.#leadOn[key] = (this.#leadOn[key] ?? 0) + (this.#leads(target, edge, slot) ? 1 : 0)
    })
  }

  any(): boolean {
    return this.#edges.some((_, key) => this.#links(key))
  }

  /** Union of what the links join: by row, a row of the same chain nearer to the one that stands for it. */
  components(): Uint32Array {
    const roots = new Uint32Array(this.#heap.columns.nodeCount)
    for (let row = 0; row < roots.length; row++) roots[row] = row
    this.#each((row, target, edge, slot) => {
      if (!this.#links(this.#key(edge, slot))) return
      const one = find(roots, row)
      const other = find(roots, target)
      if (one !== other) roots[Math.max(one, other)] = Math.min(one, other)
    })
    return roots
  }

  #links(key: number): boolean {
    const leadOn = this.#leadOn[key] ?? 0
    return leadOn >= FEWEST_LINKS && leadOn * 2 >= (this.#edges[key] ?? 0)
  }

  #key(edge: number, slot: number): number {
    const kind = (this.#heap.columns.edgeTargets[edge] as number) & 7
    return this.#keys.intern(slot, kind, this.#names.index(edge))
  }

  /** Whether a node goes on by an edge as the one that led to it. */
  #leads(row: number, by: number, slot: number): boolean {
    const { columns, slots } = this.#heap
    const kind = (columns.edgeTargets[by] as number) & 7
    const from = columns.firstEdges[row] as number
    const end = Math.min(columns.firstEdges[row + 1] as number, from + MOST_EDGES)
    for (let edge = from; edge < end; edge++) {
      const target = columns.edgeTargets[edge] as number
      if ((target & 7) !== kind || this.#names.index(edge) !== this.#names.index(by)) continue
      if (target >>> 3 !== row && slots.slotOf(target >>> 3) === slot) return true
    }
    return false
  }

  /** Named edges between new objects of one class. */
  #each(visit: (row: number, target: number, edge: number, slot: number) => void): void {
    const { columns, slots, ages } = this.#heap
    const { nodeCount, firstEdges, edgeTargets } = columns
    for (let row = 0; row < nodeCount; row++) {
      if (ages[row] === 0) continue
      const slot = slots.slotOf(row)
      // Strings and arrays of the engine are joined to longer ones: many parts, but one thing.
      if (slots.nameIndex(slot) === undefined) continue
      const from = firstEdges[row] as number
      const end = Math.min(firstEdges[row + 1] as number, from + MOST_EDGES)
      for (let edge = from; edge < end; edge++) {
        const target = edgeTargets[edge] as number
        const kind = target & 7
        if (kind !== EDGE.property && kind !== EDGE.internal && kind !== EDGE.context) continue
        const child = target >>> 3
        if (ages[child] === 0 || child === row || slots.slotOf(child) !== slot) continue
        visit(row, child, edge, slot)
      }
    }
  }
}

/** The row that stands for a chain; halves the way to it while it goes. */
function find(roots: Uint32Array, row: number): number {
  let at = row
  while (roots[at] !== at) {
    roots[at] = roots[roots[at] as number] as number
    at = roots[at] as number
  }
  return at
}

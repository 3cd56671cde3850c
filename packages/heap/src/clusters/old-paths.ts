import type { Attachments } from './attach-new.js'
import type { BackingStores } from './backing-stores.js'
import { EDGE, type GrownHeap } from './grown-heap.js'
import type { GrowthTrie } from './growth-trie.js'
import type { Steps } from './steps.js'

/** Counts for each object by how many properties it leads to what grew. */
export function countFans(heap: GrownHeap, { fans }: Steps, { holders, edges }: Attachments): void {
  const { columns, tree, ages, newRows } = heap
  const marked = new Uint8Array(columns.nodeCount)
  const count = (edge: number, holder: number): void => {
    if (((columns.edgeTargets[edge] as number) & 7) === EDGE.property) {
      fans[holder] = (fans[holder] as number) + 1
    }
  }
  for (let at = 0; at < newRows.length; at++) {
    const row = newRows[at] as number
    let up = holders[row] as number
    // The members of a chain all hang by the edge of its first.
    if ((columns.edgeTargets[edges[row] as number] as number) >>> 3 === row) count(edges[row] as number, up)
    if (ages[up] !== 0) continue
    while (marked[up] === 0 && up !== 0) {
      marked[up] = 1
      const parent = tree.parentOf(up)
      count(tree.edgeTo(up), parent)
      up = parent
    }
  }
}

/** The nodes of old objects, made when something that hangs on one is met: those on the way to it, and no others. */
export class OldPaths {
  readonly #heap: GrownHeap
  readonly #stores: BackingStores
  readonly #steps: Steps
  readonly #trie: GrowthTrie
  readonly #nodes: Uint32Array

  /** @param nodes by row: the node plus one, 0 while there is none; shared with those of new objects */
  constructor(heap: GrownHeap, stores: BackingStores, steps: Steps, trie: GrowthTrie, nodes: Uint32Array) {
    this.#heap = heap
    this.#stores = stores
    this.#steps = steps
    this.#trie = trie
    this.#nodes = nodes
  }

  nodeOf(row: number): number {
    const known = this.#nodes[row] as number
    if (known !== 0) return known - 1
    const { tree } = this.#heap
    const way: number[] = []
    let up = row
    while (this.#nodes[up] === 0) {
      way.push(up)
      if (up === 0) break
      up = this.#stores.ownerOf(tree.parentOf(up))
    }
    for (let at = way.length - 1; at >= 0; at--) this.#add(way[at] as number)
    return (this.#nodes[row] as number) - 1
  }

  #add(row: number): void {
    const { tree, slots, ages } = this.#heap
    const slot = slots.slotOf(row)
    const parent = this.#stores.ownerOf(tree.parentOf(row))
    const above = row === 0 ? -1 : (this.#nodes[parent] as number) - 1
    const step = row === 0 ? 0 : this.#steps.of(tree.edgeTo(row), parent)
    const node =
      ages[row] === 0
        ? this.#trie.oldNode(above, step, slot, row)
        : this.#trie.newNode(above, step, slot, row)
    this.#nodes[row] = node + 1
  }
}

import { KIND_BITS } from '../graph/node-codes.js'
import type { EdgeNames } from './edge-names.js'
import { EDGE, type GrownHeap, NODE } from './grown-heap.js'

/** Stores whose entries V8 lists as edges of their owner, too. */
const MIRRORED = ['elements', 'properties']

/**
 * Backing stores, the arrays in which V8 keeps what an object holds: the table of a Map, the elements of an array.
 *
 * A store is replaced by a greater one when it is full. For whoever asks what grew it is one with its owner.
 */
export class BackingStores {
  readonly #heap: GrownHeap
  readonly #names: EdgeNames

  constructor(heap: GrownHeap, names: EdgeNames) {
    this.#heap = heap
    this.#names = names
  }

  isStore(row: number): boolean {
    const { columns, tree } = this.#heap
    const kind = (columns.nodeKinds[row] as number) & KIND_BITS
    if (kind !== NODE.array && kind !== NODE.hidden) return false
    const edge = tree.edgeTo(row)
    if (edge < 0 || ((columns.edgeTargets[edge] as number) & 7) !== EDGE.internal) return false
    const owner = tree.parentOf(row)
    return ((columns.nodeKinds[owner] as number) & KIND_BITS) === NODE.object
  }

  /** Whether the owner of this store has edges of its own to all that is in it. */
  isMirrored(store: number): boolean {
    return MIRRORED.includes(this.#names.text(this.#heap.tree.edgeTo(store)))
  }

  /** The owner of a store; any other row itself. */
  ownerOf(row: number): number {
    return this.isStore(row) ? this.#heap.tree.parentOf(row) : row
  }
}

import { KIND_BITS } from '../graph/node-codes.js'
import type { EdgeNames } from './edge-names.js'
import { EDGE, type GrownHeap, NODE } from './grown-heap.js'

/** Stores whose entries V8 lists as edges of their owner, too. */
const MIRRORED = ['elements', 'properties']

/**
 * Backing stores, in which V8 keeps what an object holds: the table of a Map, the elements of an array, the chain of
 * who waits for a promise.
 *
 * A store is replaced by a greater one when it is full. For whoever asks what grew it is one with its owner.
 */
export class BackingStores {
  readonly #heap: Pick<GrownHeap, 'columns' | 'tree'>
  readonly #names: EdgeNames
  /** By row: the owner plus one, 0 while it has not been asked for. */
  readonly #owners: Uint32Array

  constructor(heap: Pick<GrownHeap, 'columns' | 'tree'>, names: EdgeNames) {
    this.#heap = heap
    this.#names = names
    this.#owners = new Uint32Array(heap.columns.nodeCount)
  }

  isStore(row: number): boolean {
    return this.#isInternal(row) && this.ownerOf(row) !== row
  }

  /** Whether the owner of this store has edges of its own to all that is in it. */
  isMirrored(store: number): boolean {
    const edge = this.#heap.tree.edgeTo(store)
    if (((this.#heap.columns.edgeTargets[edge] as number) & 7) !== EDGE.internal) return false
    return MIRRORED.includes(this.#names.text(edge))
  }

  /** The owner of a store, or of the store that this one is part of; any other row itself. */
  ownerOf(row: number): number {
    if (!this.#isInternal(row)) return row
    const owners = this.#owners
    const parts: number[] = []
    let at = row
    while (owners[at] === 0) {
      const parent = this.#parentOf(at)
      if (parent !== -1 && this.#isInternal(parent)) {
        parts.push(at)
        at = parent
      } else {
        owners[at] = (parent === -1 ? at : parent) + 1
      }
    }
    const owner = (owners[at] as number) - 1
    for (const part of parts) owners[part] = (owner === at ? part : owner) + 1
    return (owners[row] as number) - 1
  }

  /** What a store, if it is one, is part of: an object by an internal edge, or another store; otherwise -1. */
  #parentOf(row: number): number {
    const { columns, tree } = this.#heap
    const edge = tree.edgeTo(row)
    if (edge < 0) return -1
    const kind = (columns.edgeTargets[edge] as number) & 7
    if (kind !== EDGE.internal && kind !== EDGE.hidden) return -1
    const parent = tree.parentOf(row)
    if (this.#isInternal(parent)) return parent
    return kind === EDGE.internal && this.#kindOf(parent) === NODE.object ? parent : -1
  }

  #isInternal(row: number): boolean {
    const kind = this.#kindOf(row)
    return kind === NODE.array || kind === NODE.hidden
  }

  #kindOf(row: number): number {
    return (this.#heap.columns.nodeKinds[row] as number) & KIND_BITS
  }
}

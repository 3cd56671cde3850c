import { TripleTable } from '../diff/triple-table.js'
import { isDataStep, isNamedStep } from './steps.js'

const OLD = 0
const NEW = 1

/** How far up a path is searched for the same step. */
const FOLD_DEPTH = 8

/**
 * What grew, by the way to it: each node stands for all objects of one class that are held by one kind of step by
 * those of its parent. Nodes have rising numbers, a parent's below its children's.
 */
export class GrowthTrie {
  readonly #paths = new TripleTable()
  /** New objects at this node, and their own bytes. */
  readonly counts: number[] = []
  readonly bytes: number[] = []
  /** Of `counts`, those of each age from 1 on: as many entries a node as there are ages. */
  readonly ageCounts: number[] = []
  /** Backing stores that are new, and their bytes, by the node of their owner. */
  readonly storeCounts: number[] = []
  readonly storeBytes: number[] = []
  /** Of what hangs on what is old: how many old objects hold it, otherwise 0; and the one with most new ones. */
  readonly holderCounts: number[] = []
  readonly mainHolders: number[] = []
  /** The first object of the node, and the edge that it hangs by. */
  readonly rows: number[] = []

  readonly #ages: number

  constructor(ages: number) {
    this.#ages = ages
  }

  get size(): number {
    return this.#paths.size
  }

  /** The node of an old object; `parent` is -1 for the root. */
  oldNode(parent: number, step: number, slot: number, row: number): number {
    return this.#node(parent, step, slot, OLD, row)
  }

  newNode(parent: number, step: number, slot: number, row: number): number {
    return this.#node(parent, step, slot, NEW, row)
  }

  add(node: number, age: number, bytes: number): void {
    this.counts[node] = (this.counts[node] as number) + 1
    this.bytes[node] = (this.bytes[node] as number) + bytes
    const at = node * this.#ages + age - 1
    this.ageCounts[at] = (this.ageCounts[at] as number) + 1
  }

  addStore(node: number, bytes: number): void {
    this.storeCounts[node] = (this.storeCounts[node] as number) + 1
    this.storeBytes[node] = (this.storeBytes[node] as number) + bytes
  }

  parent(node: number): number {
    return this.#paths.first(node) - 1
  }

  step(node: number): number {
    return this.#paths.second(node)
  }

  slot(node: number): number {
    return this.#paths.third(node) >>> 1
  }

  isNew(node: number): boolean {
    return (this.#paths.third(node) & 1) === NEW
  }

  #node(parent: number, step: number, slot: number, age: number, row: number): number {
    const key = slot * 2 + age
    const folded = this.#fold(parent, step, key, age === NEW && isDataStep(step) ? FOLD_DEPTH : 1)
    if (folded !== -1) return folded
    const node = this.#paths.intern(parent + 1, step, key)
    if (node === this.counts.length) {
      this.counts.push(0)
      this.bytes.push(0)
      this.storeCounts.push(0)
      this.storeBytes.push(0)
      this.holderCounts.push(0)
      this.mainHolders.push(0)
      for (let age = 0; age < this.#ages; age++) this.ageCounts.push(0)
      this.rows.push(row)
    }
    return node
  }

  /** A path that comes by the same step again, `.next.next`, goes on where it was: a list has one node, not one each. */
  #fold(parent: number, step: number, key: number, depth: number): number {
    if (!isNamedStep(step)) return -1
    let node = parent
    for (let up = 0; up < depth && node >= 0; up++) {
      if (this.#paths.second(node) === step && this.#paths.third(node) === key) return node
      node = this.parent(node)
    }
    return -1
  }
}

import { className } from '../graph/class-name.js'
import { KIND_BITS, NATIVE, OBJECT } from '../graph/node-codes.js'
import { NODE_KINDS } from '../parse/kinds.js'
import type { NodeColumns } from './node-columns.js'
import { TripleTable } from './triple-table.js'

/** Classes by small numbers, and how each gets its name. */
export interface NamedSlots {
  readonly count: number
  /** Index of the string that names a class; `undefined` where the kind does. */
  nameIndex(slot: number): number | undefined
  /** Name of a class, given the text of its `nameIndex`. */
  className(slot: number, text: string): string
}

/** Name of the class with a slot; those that are named by a string come behind the kinds. */
export function slotClassName(slot: number, text: string): string {
  if (slot >= NODE_KINDS.length) return className('object', () => text)
  return className(NODE_KINDS[slot] ?? 'other', () => '')
}

/** Small numbers for the classes of a snapshot: the kinds first, then the names of objects as they are met. */
export class ClassSlots implements NamedSlots {
  readonly #kinds: Uint8Array
  readonly #names: Uint32Array
  readonly #byName = new TripleTable()
  /** By string: the slot, 0 while it has none; strings beyond it are looked up. */
  readonly #near: Uint32Array

  constructor({ nodeCount, nodeKinds, nodeNames }: NodeColumns) {
    this.#kinds = nodeKinds
    this.#names = nodeNames
    // V8 has fewer strings than nodes. What is not touched of this costs no memory.
    this.#near = new Uint32Array(nodeCount + 1)
  }

  get count(): number {
    return NODE_KINDS.length + this.#byName.size
  }

  slotOf(row: number): number {
    const kind = (this.#kinds[row] as number) & KIND_BITS
    if (kind !== OBJECT && kind !== NATIVE) return kind
    const name = this.#names[row] as number
    const near = this.#near[name]
    return near === undefined || near === 0 ? this.#find(name) : near
  }

  nameIndex(slot: number): number | undefined {
    return slot < NODE_KINDS.length ? undefined : this.#byName.first(slot - NODE_KINDS.length)
  }

  className(slot: number, text: string): string {
    return slotClassName(slot, text)
  }

  #find(name: number): number {
    const slot = NODE_KINDS.length + this.#byName.intern(name, 0, 0)
    if (name < this.#near.length) this.#near[name] = slot
    return slot
  }
}

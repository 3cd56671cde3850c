import { className } from '../graph/class-name.js'
import { KIND_BITS, NATIVE, OBJECT } from '../graph/node-codes.js'
import { NODE_KINDS } from '../parse/kinds.js'
import type { NodeColumns } from './node-columns.js'
import { TripleTable } from './triple-table.js'

/** Small numbers for the classes of a snapshot: the kinds first, then the names of objects as they are met. */
export class ClassSlots {
  readonly #nodes: NodeColumns
  readonly #names = new TripleTable()

  constructor(nodes: NodeColumns) {
    this.#nodes = nodes
  }

  get count(): number {
    return NODE_KINDS.length + this.#names.size
  }

  slotOf(row: number): number {
    const kind = (this.#nodes.nodeKinds[row] as number) & KIND_BITS
    if (kind !== OBJECT && kind !== NATIVE) return kind
    return NODE_KINDS.length + this.#names.intern(this.#nodes.nodeNames[row] as number, 0, 0)
  }

  /** Index of the string that names a class; `undefined` where the kind does. */
  nameIndex(slot: number): number | undefined {
    return slot < NODE_KINDS.length ? undefined : this.#names.first(slot - NODE_KINDS.length)
  }

  /** Name of a class, given the text of its `nameIndex`. */
  className(slot: number, text: string): string {
    return slot < NODE_KINDS.length
      ? className(NODE_KINDS[slot] ?? 'other', () => '')
      : className('object', () => text)
  }
}

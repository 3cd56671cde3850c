import type { ClassSlots } from '../diff/class-slots.js'
import type { EdgeNames } from './edge-names.js'

/** Names of classes, decoded when they are told. */
export class SlotNames {
  readonly #slots: ClassSlots
  readonly #names: EdgeNames

  constructor(slots: ClassSlots, names: EdgeNames) {
    this.#slots = slots
    this.#names = names
  }

  of(slot: number): string {
    const index = this.#slots.nameIndex(slot)
    return this.#slots.className(slot, index === undefined ? '' : this.#names.stringAt(index))
  }

  ofRow(row: number): string {
    return this.of(this.#slots.slotOf(row))
  }
}

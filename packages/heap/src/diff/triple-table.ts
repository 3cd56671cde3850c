const EMPTY = 0
const FIRST_CAPACITY = 1024

/**
 * Numbers triples of integers in the order in which they are first seen: equal triples, equal numbers.
 *
 * Open addressing over typed arrays, so that millions of them are no objects; 20 to 28 bytes each.
 */
export class TripleTable {
  /** How many different triples there are. */
  size = 0
  #slots = new Uint32Array(FIRST_CAPACITY * 2)
  #first = new Uint32Array(FIRST_CAPACITY)
  #second = new Uint32Array(FIRST_CAPACITY)
  #third = new Uint32Array(FIRST_CAPACITY)

  /** The number of a triple, a new one when it has not been seen. */
  intern(first: number, second: number, third: number): number {
    const mask = this.#slots.length - 1
    let slot = hash(first, second, third) & mask
    for (;;) {
      const found = this.#slots[slot] as number
      if (found === EMPTY) break
      const at = found - 1
      if (this.#first[at] === first && this.#second[at] === second && this.#third[at] === third) return at
      slot = (slot + 1) & mask
    }
    if (this.size === this.#first.length) {
      this.#grow()
      return this.intern(first, second, third)
    }
    const number = this.size++
    this.#slots[slot] = number + 1
    this.#first[number] = first
    this.#second[number] = second
    this.#third[number] = third
    return number
  }

  first(number: number): number {
    return this.#first[number] as number
  }

  second(number: number): number {
    return this.#second[number] as number
  }

  third(number: number): number {
    return this.#third[number] as number
  }

  #grow(): void {
    const capacity = this.#first.length * 2
    this.#first = copyInto(new Uint32Array(capacity), this.#first)
    this.#second = copyInto(new Uint32Array(capacity), this.#second)
    this.#third = copyInto(new Uint32Array(capacity), this.#third)
    const slots = new Uint32Array(capacity * 2)
    const mask = slots.length - 1
    for (let number = 0; number < this.size; number++) {
      let slot = hash(this.first(number), this.second(number), this.third(number)) & mask
      while (slots[slot] !== EMPTY) slot = (slot + 1) & mask
      slots[slot] = number + 1
    }
    this.#slots = slots
  }
}

function copyInto(target: Uint32Array<ArrayBuffer>, from: Uint32Array): Uint32Array<ArrayBuffer> {
  target.set(from)
  return target
}

function hash(first: number, second: number, third: number): number {
  let mixed = Math.imul(first ^ 0x9e3779b9, 0x85ebca6b)
  mixed = Math.imul((mixed ^ (mixed >>> 15)) + second, 0xc2b2ae35)
  mixed = Math.imul((mixed ^ (mixed >>> 13)) + third, 0x27d4eb2f)
  return mixed ^ (mixed >>> 16)
}

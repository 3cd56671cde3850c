import { NODE_KINDS } from './kinds.js'

/** Names of these are contents, not names. */
const CONTENT_KINDS = ['string', 'concatenated string', 'sliced string'] as const

/** By kind code: whether a node's name is the content of a string. */
export const IS_CONTENT = new Uint8Array(32)
for (const kind of CONTENT_KINDS) IS_CONTENT[NODE_KINDS.indexOf(kind)] = 1

/** The low five bits of a node's kind. */
export const KIND_BITS = 31

/** The strings by which something is called, a bit each. */
export class NeededStrings {
  readonly #bits: Uint32Array
  #ranks: Uint32Array | undefined

  /** @param length strings from here on are not needed */
  constructor(length: number) {
    this.#bits = new Uint32Array(Math.ceil(length / 32))
  }

  add(index: number): void {
    const word = index >>> 5
    this.#bits[word] = (this.#bits[word] as number) | (1 << (index & 31))
  }

  has(index: number): boolean {
    return (((this.#bits[index >>> 5] ?? 0) >>> (index & 31)) & 1) === 1
  }

  /** How many are needed before this one. Call it when all have been added. */
  rank(index: number): number {
    this.#ranks ??= ranksOf(this.#bits)
    const below = (this.#bits[index >>> 5] as number) & ((1 << (index & 31)) - 1)
    return (this.#ranks[index >>> 5] as number) + bitCount(below)
  }
}

function ranksOf(bits: Uint32Array): Uint32Array {
  const ranks = new Uint32Array(bits.length)
  for (let word = 1; word < bits.length; word++) {
    ranks[word] = (ranks[word - 1] as number) + bitCount(bits[word - 1] as number)
  }
  return ranks
}

function bitCount(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555)
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

import type { Arena } from './arena.js'
import type { EphemeronNames } from './ephemeron-names.js'
import { GrowingList } from './growing-list.js'

const START = [...' / part of key ('].map((character) => character.charCodeAt(0))
const END = [...' pair in WeakMap (table @'].map((character) => character.charCodeAt(0))
const CLOSING = 41

/** Finds the names of ephemeron edges among the bytes of the strings: nothing is decoded. */
export class EphemeronCollector {
  readonly #indexes = new GrowingList()
  readonly #tables = new GrowingList()

  /** Looks at the string with bytes `from` up to `to`. */
  look(index: number, bytes: Uint8Array, from: number, to: number): void {
    if (bytes[to - 1] !== CLOSING || !isDigit(bytes[from] as number)) return
    const table = ephemeronTable(bytes, from, to)
    if (table === undefined) return
    this.#indexes.push(index)
    this.#tables.push(table)
  }

  /** @param limit strings from here on name no edge */
  collect(arena: Arena, limit: number): EphemeronNames {
    const count = this.#indexes.lastUpTo(limit - 1) + 1
    const words = count === 0 ? 0 : Math.floor(this.#indexes.at(count - 1) / 32) + 1
    const bits = arena.uint32(words).fill(0)
    const ranks = arena.uint32(words)
    const tables = arena.uint32(count)
    let ranked = 0
    for (let rank = 0; rank < count; rank++) {
      const index = this.#indexes.at(rank)
      const word = Math.floor(index / 32)
      while (ranked <= word) ranks[ranked++] = rank
      bits[word] = (bits[word] as number) | (1 << (index & 31))
      tables[rank] = this.#tables.at(rank)
    }
    return { count, bits, ranks, tables }
  }
}

/** Id of the table in `N / part of key (…) -> value (…) pair in WeakMap (table @id)`. */
function ephemeronTable(bytes: Uint8Array, from: number, to: number): number | undefined {
  let at = from
  while (isDigit(bytes[at] as number)) at++
  if (!hasAt(bytes, at, START)) return undefined
  let id = 0
  let place = to - 2
  for (let unit = 1; place > at && isDigit(bytes[place] as number); place--, unit *= 10) {
    id += ((bytes[place] as number) - 48) * unit
  }
  const end = place - END.length + 1
  if (place === to - 2 || id >= 2 ** 32 || end < at + START.length || !hasAt(bytes, end, END))
    return undefined
  return id
}

function hasAt(bytes: Uint8Array, from: number, expected: readonly number[]): boolean {
  return expected.every((byte, index) => bytes[from + index] === byte)
}

function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57
}

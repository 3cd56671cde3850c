import type { Arena } from './arena.js'
import type { EphemeronNames } from './ephemeron-names.js'

/** Gathers the strings that name ephemerons' edges, as the kernel tells of them: nothing is decoded. */
export class EphemeronCollector {
  /** Index of a string and id of the table, by turns; indexes rise. */
  readonly #pairs: Uint32Array[] = []

  add(pairs: Uint32Array, count: number): void {
    this.#pairs.push(pairs.slice(0, 2 * count))
  }

  /** @param limit strings from here on name no edge */
  collect(arena: Arena, limit: number): EphemeronNames {
    let count = 0
    let words = 0
    for (const pairs of this.#pairs) {
      for (let at = 0; at < pairs.length && (pairs[at] as number) < limit; at += 2) {
        count++
        words = ((pairs[at] as number) >>> 5) + 1
      }
    }
    const bits = arena.uint32(words).fill(0)
    const ranks = arena.uint32(words)
    const tables = arena.uint32(count)
    let rank = 0
    let ranked = 0
    for (const pairs of this.#pairs) {
      for (let at = 0; at < pairs.length && rank < count; at += 2) {
        const index = pairs[at] as number
        const word = index >>> 5
        while (ranked <= word) ranks[ranked++] = rank
        bits[word] = (bits[word] as number) | (1 << (index & 31))
        tables[rank++] = pairs[at + 1] as number
      }
    }
    return { count, bits, ranks, tables }
  }
}

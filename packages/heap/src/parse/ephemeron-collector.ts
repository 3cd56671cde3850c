import type { Kernel } from '../kernel/kernel.js'
import type { EphemeronNames } from './ephemeron-names.js'

/** Gathers the strings that name ephemerons' edges, as the kernel tells of them: nothing is decoded. */
export class EphemeronCollector {
  /** Index of a string and id of the table, by turns; indexes rise. */
  readonly #pairs: Uint32Array[] = []

  add(pairs: Uint32Array, count: number): void {
    this.#pairs.push(pairs.slice(0, 2 * count))
  }

  /**
   * @param limit strings from here on name no edge
   * @param scratch of the kernel's memory, for the pairs of one `add`
   */
  collect({ arena, parse }: Kernel, limit: number, scratch: Uint32Array): EphemeronNames {
    const named = this.#pairs.map((pairs) => ({ pairs, count: countBelow(pairs, limit) }))
    const count = named.reduce((sum, each) => sum + each.count, 0)
    const last = named.findLast((each) => each.count > 0)
    const words = last === undefined ? 0 : ((last.pairs[2 * last.count - 2] as number) >>> 5) + 1
    const names = {
      bits: arena.uint32(words).fill(0),
      ranks: arena.uint32(words),
      tables: arena.uint32(count),
    }
    let rank = 0
    let ranked = 0
    for (const each of named) {
      scratch.set(each.pairs)
      ranked = parse.rankPairs(scratch, each.count, names, rank, ranked)
      rank += each.count
    }
    return { count, ...names }
  }
}

/** How many of the pairs have a string before `limit`; they rise. */
function countBelow(pairs: Uint32Array, limit: number): number {
  let count = pairs.length / 2
  while (count > 0 && (pairs[2 * count - 2] as number) >= limit) count--
  return count
}

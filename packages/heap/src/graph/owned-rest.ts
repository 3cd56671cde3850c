import { WEAK } from './edge-codes.js'
import type { GraphEdges } from './graph-kernel.js'
import type { Numbering } from './numbering.js'
import { hasBit, setBit } from './row-bits.js'

/**
 * Marks in `numbering.owned` what the page owns only by way of edges that do not hold, such as the value of a WeakMap
 * of the page whose key is not the page's. Returns whether there is any without a number.
 */
export function closeOwned(edges: GraphEdges, { numberOf, owned, pairs }: Numbering): boolean {
  const { firstEdges, edgeTargets } = edges
  // Nothing is being searched now, and the way down has room for each row.
  const stack = pairs
  let depth = 0
  for (let word = 0; word < owned.length; word++) {
    for (let rest = owned[word] as number; rest !== 0; rest &= rest - 1) {
      const row = word * 32 + 31 - Math.clz32(rest & -rest)
      if (numberOf[row] === 0) stack[depth++] = row
    }
  }
  const found = depth > 0
  while (depth > 0) {
    const row = stack[--depth] as number
    const end = firstEdges[row + 1] as number
    for (let edge = firstEdges[row] as number; edge < end; edge++) {
      const target = edgeTargets[edge] as number
      const next = target >>> 3
      if ((target & 7) === WEAK || numberOf[next] !== 0 || hasBit(owned, next)) continue
      setBit(owned, next)
      stack[depth++] = next
    }
  }
  return found
}

import type { EphemeronNames } from '../../parse/ephemeron-names.js'
import { INTERNAL, SHORTCUT, WEAK } from '../edge-codes.js'
import type { EphemeronEdges } from '../settle-ephemerons.js'

/** See `GraphKernel.settle`. */
export function settle(edges: EphemeronEdges, names: EphemeronNames, from: number, to: number): number {
  const { firstEdges, edgeTargets, edgeNames, nodeIds } = edges
  const { bits, ranks, tables } = names
  const nameEnd = bits.length * 32
  let settled = 0
  let end = firstEdges[from] as number
  for (let row = from; row < to; row++) {
    let edge = end
    end = firstEdges[row + 1] as number
    for (; edge < end; edge++) {
      const target = edgeTargets[edge] as number
      if ((target & 7) !== INTERNAL) continue
      const name = edgeNames[edge] as number
      if (name >= nameEnd) continue
      const word = bits[name >>> 5] as number
      if (((word >>> (name & 31)) & 1) === 0) continue
      const rank = (ranks[name >>> 5] as number) + bitCount(word & ((1 << (name & 31)) - 1))
      if (tables[rank] !== nodeIds[row]) continue
      edgeTargets[edge] = ((target & ~7) | (row === 0 ? WEAK : SHORTCUT)) >>> 0
      settled++
    }
  }
  return settled
}

function bitCount(word: number): number {
  let count = 0
  for (let rest = word; rest !== 0; rest &= rest - 1) count++
  return count
}

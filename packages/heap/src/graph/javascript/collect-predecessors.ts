import { SHORTCUT, WEAK } from '../edge-codes.js'
import type { GraphEdges } from '../graph-kernel.js'
import type { Numbering } from '../numbering.js'

/** See `GraphKernel.endLists`. */
export function endLists({ cursors }: Numbering, from: number, to: number, end: number): number {
  let last = end
  for (let number = from; number < to; number++) {
    last += cursors[number] as number
    cursors[number] = last
  }
  return last
}

/** See `GraphKernel.collectPredecessors`. */
export function collectPredecessors(
  edges: GraphEdges,
  numbering: Numbering,
  predecessors: Uint32Array,
  ownedEnd: number,
  reached: number,
  from: number,
  to: number,
): void {
  const { firstEdges, edgeTargets } = edges
  const { numberOf, parentOf, cursors } = numbering
  let end = firstEdges[from] as number
  for (let row = from; row < to; row++) {
    let edge = end
    end = firstEdges[row + 1] as number
    const source = numberOf[row] as number
    if (source === 1 || source > reached) continue
    const low = source > ownedEnd ? ownedEnd : 1
    for (; edge < end; edge++) {
      const target = edgeTargets[edge] as number
      const kind = target & 7
      if (kind === SHORTCUT || kind === WEAK) continue
      const number = numberOf[target >>> 3] as number
      if (number <= low || number === source || number > reached) continue
      if (number > source && parentOf[number] === source) continue
      const slot = (cursors[number] as number) - 1
      cursors[number] = slot
      predecessors[slot] = source
    }
  }
}

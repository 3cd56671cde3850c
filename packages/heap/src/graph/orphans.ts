import { SHORTCUT, WEAK } from './edge-codes.js'
import type { GraphEdges } from './graph-kernel.js'
import type { Numbering } from './numbering.js'
import { hasBit, setBit } from './row-bits.js'

/** Rows without a number, in order; given bits, only rows whose bit is set. */
export function* unnumbered(
  edges: GraphEdges,
  { numberOf }: Numbering,
  among?: Uint32Array,
): Generator<number> {
  for (let row = 0; row < edges.nodeCount; row++) {
    if (numberOf[row] === 0 && (among === undefined || hasBit(among, row))) yield row
  }
}

/**
 * Rows without a number that nothing holds but weakly: V8 knows why they live, though the snapshot does not say. They
 * count as held by the root. A row that has got its number by the time of its turn is left out.
 */
export function* findOrphans(
  edges: GraphEdges,
  numbering: Numbering,
  among?: Uint32Array,
): Generator<number> {
  const { firstEdges, edgeTargets, nodeCount } = edges
  const held = new Uint32Array((nodeCount >>> 5) + 1)
  for (const row of unnumbered(edges, numbering, among)) {
    const end = firstEdges[row + 1] as number
    for (let edge = firstEdges[row] as number; edge < end; edge++) {
      const target = edgeTargets[edge] as number
      const kind = target & 7
      if (kind !== WEAK && kind !== SHORTCUT && target >>> 3 !== row) setBit(held, target >>> 3)
    }
  }
  for (const row of unnumbered(edges, numbering, among)) if (!hasBit(held, row)) yield row
}

import { SHORTCUT, WEAK } from '../edge-codes.js'
import type { GraphEdges } from '../graph-kernel.js'
import { CURRENT, DEPTH, END_EDGE, LAST, NEXT_EDGE, type Numbering } from '../numbering.js'

/** See `GraphKernel.search`. */
export function search(edges: GraphEdges, numbering: Numbering, low: number, limit: number): void {
  const { nodeCount, firstEdges, edgeTargets } = edges
  const { numberOf, parentOf, cursors, pairs, owned, state } = numbering
  let depth = state[DEPTH] as number
  let current = state[CURRENT] as number
  let last = state[LAST] as number
  let edge = state[NEXT_EDGE] as number
  let end = state[END_EDGE] as number
  for (;;) {
    if (edge === end) {
      if (depth === 0) break
      depth--
      edge = pairs[2 * depth] as number
      end = pairs[2 * depth + 1] as number
      current = parentOf[current] as number
      continue
    }
    const target = edgeTargets[edge++] as number
    const kind = target & 7
    const row = target >>> 3
    if (kind === SHORTCUT || kind === WEAK) {
      if (kind === SHORTCUT && low === 1 && numberOf[row] === 0) {
        owned[row >>> 5] = (owned[row >>> 5] as number) | (1 << (row & 31))
      }
      continue
    }
    const number = numberOf[row] as number
    if (number === 0) {
      if (last === limit) {
        edge--
        break
      }
      last++
      numberOf[row] = last
      parentOf[last] = current
      pairs[2 * depth] = edge
      pairs[2 * depth + 1] = end
      depth++
      current = last
      edge = firstEdges[row] as number
      end = firstEdges[row + 1] as number
    } else if (number > low && number !== current && number <= nodeCount) {
      // A second edge from parent to child says nothing new; only a later number can be that of a child.
      if (number < current || parentOf[number] !== current) cursors[number] = (cursors[number] as number) + 1
    }
  }
  state[DEPTH] = depth
  state[CURRENT] = current
  state[LAST] = last
  state[NEXT_EDGE] = edge
  state[END_EDGE] = end
}

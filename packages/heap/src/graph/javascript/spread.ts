import { SHORTCUT, WEAK } from '../edge-codes.js'
import { ARRAY, KIND_BITS } from '../node-codes.js'
import type { RetainerEdges, RetainerTree } from '../retainer-tree.js'

/** See `GraphKernel.spread`. */
export function spread(edges: RetainerEdges, tree: RetainerTree, limit: number): void {
  const { firstEdges, edgeTargets, nodeKinds } = edges
  const { retainers, queue, found, state } = tree
  let done = state[0] as number
  let count = state[1] as number
  for (; done < count && done < limit; done++) {
    const row = queue[done] as number
    const end = firstEdges[row + 1] as number
    for (let edge = firstEdges[row] as number; edge < end; edge++) {
      const target = edgeTargets[edge] as number
      const kind = target & 7
      if (kind === WEAK || (kind === SHORTCUT && ((nodeKinds[row] as number) & KIND_BITS) === ARRAY)) continue
      const next = target >>> 3
      const word = found[next >>> 5] as number
      const bit = 1 << (next & 31)
      if ((word & bit) !== 0) continue
      found[next >>> 5] = word | bit
      retainers[next] = edge + 1
      queue[count++] = next
    }
  }
  state[0] = done
  state[1] = count
}

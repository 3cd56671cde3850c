import type { Graph } from './analyze.js'
import { ELEMENT } from './edge-codes.js'
import { KIND_BITS, SYNTHETIC } from './node-codes.js'

/** Where Chrome hangs the documents of a page: owned by the page, though no shortcut leads there. */
export function documentTrees({ columns, text }: Graph): number[] {
  const { firstEdges, edgeTargets, nodeKinds, nodeNames } = columns
  const rows: number[] = []
  const end = firstEdges[1] as number
  for (let edge = firstEdges[0] as number; edge < end; edge++) {
    const target = edgeTargets[edge] as number
    const row = target >>> 3
    if ((target & 7) !== ELEMENT || ((nodeKinds[row] as number) & KIND_BITS) !== SYNTHETIC) continue
    if (text(nodeNames[row] as number) === '(Document DOM trees)') rows.push(row)
  }
  return rows
}

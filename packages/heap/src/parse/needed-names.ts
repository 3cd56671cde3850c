import { type EdgeTarget, type NodeTarget, STRING_EDGES } from '../kernel/row-targets.js'
import { IS_CONTENT, KIND_BITS, type NeededStrings } from './needed-strings.js'

/** Marks the names of nodes and edges; the contents of strings stay out. */
export function addNeededNames(
  needed: NeededStrings,
  nodes: NodeTarget,
  edges: EdgeTarget | undefined,
): void {
  const { nodeKinds, nodeNames } = nodes
  for (let row = 0; row < nodes.row; row++) {
    if (IS_CONTENT[(nodeKinds[row] as number) & KIND_BITS] === 0) needed.add(nodeNames[row] as number)
  }
  if (edges?.edgeNames === undefined) return
  const { edgeTargets, edgeNames } = edges
  for (let row = 0; row < edges.row; row++) {
    if ((STRING_EDGES >> ((edgeTargets[row] as number) & 7)) & 1) needed.add(edgeNames[row] as number)
  }
}

import type { SnapshotColumns } from '../../src/parse/columns.js'
import { WIDE } from '../../src/parse/columns.js'
import { EDGE_KINDS, type EdgeKind, NODE_KINDS, type NodeKind } from '../../src/parse/kinds.js'

export interface MadeEdge {
  readonly from: number
  readonly to: number
  readonly kind: EdgeKind
  /** String or element index. */
  readonly name?: number
}

export interface MadeNode {
  readonly kind?: NodeKind
  readonly name?: number
  readonly size?: number
  readonly id?: number
}

/** The columns of a graph written down in a test: what the parser would have made of its snapshot. */
export function columnsOf(
  nodes: readonly MadeNode[],
  edges: readonly MadeEdge[],
): SnapshotColumns & {
  edgeNames: Uint32Array
} {
  const inOrder = [...edges].sort((one, other) => one.from - other.from)
  const firstEdges = new Uint32Array(nodes.length + 1)
  for (const { from } of edges) firstEdges[from + 1] = (firstEdges[from + 1] as number) + 1
  for (let row = 0; row < nodes.length; row++) {
    firstEdges[row + 1] = (firstEdges[row + 1] as number) + (firstEdges[row] as number)
  }
  const sizes = nodes.map(({ size = 0 }) => size)
  return {
    nodeCount: nodes.length,
    edgeCount: edges.length,
    nodeKinds: Uint8Array.from(nodes, ({ kind = 'object' }) => NODE_KINDS.indexOf(kind)),
    nodeNames: Uint32Array.from(nodes, ({ name = 0 }) => name),
    nodeIds: Uint32Array.from(nodes, ({ id }, row) => id ?? row * 2 + 1),
    nodeSizes: Uint32Array.from(sizes, (size) => Math.min(size, WIDE)),
    firstEdges,
    edgeTargets: Uint32Array.from(inOrder, ({ to, kind }) => to * 8 + EDGE_KINDS.indexOf(kind)),
    edgeNames: Uint32Array.from(inOrder, ({ name = 0 }) => name),
    wideIds: new Map(),
    wideSizes: new Map(sizes.flatMap((size, row): [number, number][] => (size >= WIDE ? [[row, size]] : []))),
  }
}

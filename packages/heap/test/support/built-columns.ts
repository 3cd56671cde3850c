import { EDGE_KINDS, type EdgeKind, NODE_KINDS, type NodeKind } from '../../src/parse/kinds.js'
import type { ArbitrarySnapshot } from './arbitrary-snapshot.js'

const WIDE = 0xffffffff

/** What `plainColumns` has to give for a snapshot, told from what it was made of. */
export function builtColumns({ builder, style, twist }: ArbitrarySnapshot): Record<string, unknown> {
  const { nodes } = builder
  const edges = builder.edgesInOrder()
  const file = JSON.parse(builder.bytes(style, twist).toString())
  const nodeFields: string[] = file.snapshot.meta.node_fields
  const place = nodeFields.indexOf('name')
  const wide = (values: number[]): unknown =>
    values.flatMap((value, row) => (value >= WIDE ? [[row, value]] : []))
  const narrow = (values: number[]): number[] => values.map((value) => Math.min(value, WIDE))
  const firstEdges = [0]
  for (const row of nodes.keys()) {
    firstEdges.push((firstEdges[row] ?? 0) + edges.filter(({ from }) => from === row).length)
  }
  const locations = new Map(builder.locations.map(([node, ...rest]) => [node, rest]))
  return {
    header: expect.objectContaining({
      nodeCount: nodes.length,
      edgeCount: edges.length,
      extraNativeBytes: 0,
    }),
    nodeKinds: nodes.map(
      ({ kind, detachedness }) => NODE_KINDS.indexOf(kind as NodeKind) + detachedness * 32,
    ),
    nodeNames: nodes.map((_, row) => file.nodes[row * nodeFields.length + place]),
    nodeIds: narrow(nodes.map(({ id }) => id)),
    nodeSizes: narrow(nodes.map(({ size }) => size)),
    firstEdges,
    edgeTargets: edges.map(({ to, kind }) => to * 8 + EDGE_KINDS.indexOf(kind as EdgeKind)),
    wideIds: wide(nodes.map(({ id }) => id)),
    wideSizes: wide(nodes.map(({ size }) => size)),
    edges: edges.map(({ name }) => name),
    locations: nodes.map((_, row) => {
      const [scriptId, line, column] = locations.get(row) ?? []
      return scriptId === undefined ? undefined : { scriptId, line, column }
    }),
    strings: file.strings.length,
    ephemerons: builtEphemerons(file.strings, new Set(edges.map(({ name }) => name))),
  }
}

/** Bits, ranks and tables one after the other, for the strings up to the last that names an edge. */
function builtEphemerons(strings: string[], names: ReadonlySet<unknown>): number[] {
  // An extra string may repeat one that names an edge: only the first of them is referred to.
  const last = strings.findLastIndex((text, index) => names.has(text) && strings.indexOf(text) === index)
  const found = strings
    .slice(0, last + 1)
    .map((text) => /^\d+ \/ part of key \(.* pair in WeakMap \(table @(\d+)\)$/s.exec(text)?.[1])
  const length = found.findLastIndex((table) => table !== undefined) + 1
  const words = Array.from({ length: Math.ceil(length / 32) }, (_, word) =>
    found.slice(word * 32, word * 32 + 32).map((table) => table !== undefined),
  )
  const bits = words.map((word) => word.reduce((sum, set, bit) => sum + (set ? 2 ** bit : 0), 0))
  const ranks = words.map((_, word) => words.slice(0, word).flat().filter(Boolean).length)
  return [...bits, ...ranks, ...found.flatMap((table) => (table === undefined ? [] : [Number(table)]))]
}

import type { ParsedSnapshot } from '../../src/parse/parsed-snapshot.js'

/** All that a parsed snapshot tells, as plain values that two of them can be compared by. */
export function plainColumns(parsed: ParsedSnapshot): Record<string, unknown> {
  const { columns, strings, ephemeronNames, header } = parsed
  return {
    header,
    nodeKinds: [...columns.nodeKinds],
    nodeNames: [...columns.nodeNames],
    nodeIds: [...columns.nodeIds],
    nodeSizes: [...columns.nodeSizes],
    firstEdges: [...columns.firstEdges],
    edgeTargets: [...columns.edgeTargets],
    wideIds: [...columns.wideIds],
    wideSizes: [...columns.wideSizes],
    edges: Array.from({ length: columns.edgeCount }, (_, edge) => parsed.edgeName(edge)),
    locations: Array.from({ length: columns.nodeCount }, (_, node) => parsed.location(node)),
    strings: strings.count,
    ephemerons: [...ephemeronNames.bits, ...ephemeronNames.ranks, ...ephemeronNames.tables],
  }
}

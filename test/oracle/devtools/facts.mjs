import { EDGE_CODES, HeldGraph } from '../check/held-graph.mjs'
import { devToolsBundle } from './bundle.mjs'
import { openInDevTools } from './open.mjs'

const TABLE = /^\d+ \/ part of key \(.*? @\d+\) -> value \(.*? @\d+\) pair in WeakMap \(table @(\d+)\)$/

/** What DevTools finds out about a snapshot, by row, and the graph that it read. */
export async function devToolsFacts(file) {
  const devTools = await import(await devToolsBundle())
  leaveOutPresentation(devTools.JSHeapSnapshot.prototype)
  const { warn } = console
  console.warn = () => {} // lists of unreachable nodes
  const snapshot = await openInDevTools(devTools, file)
  const aggregates = Object.values(snapshot.aggregatesWithFilter({}))
  console.warn = warn
  const { nodeCount, nodeFieldCount, nodes } = snapshot
  const column = (offset) =>
    Float64Array.from({ length: nodeCount }, (_, row) => nodes.getValue(row * nodeFieldCount + offset))
  const nodeIds = column(snapshot.nodeIdOffset)
  return {
    nodeCount,
    nodeIds,
    selfSizes: column(snapshot.nodeSelfSizeOffset),
    dominators: snapshot.dominatorsTree,
    retained: snapshot.retainedSizes,
    distances: snapshot.nodeDistances,
    aggregates,
    graph: graphOf(snapshot, nodeIds),
  }
}

/**
 * Sizes moved from an array to the object that owns it, classes told apart by shape and by place of the constructor,
 * `Detached` put before names: all of that is how DevTools shows a heap, not what it holds.
 */
function leaveOutPresentation(prototype) {
  prototype.calculateShallowSizes = () => {}
  prototype.applyInterfaceDefinitions = () => {}
  prototype.getLocation = () => null
  prototype.propagateDOMState = () => {}
}

function graphOf(snapshot, nodeIds) {
  const { containmentEdges: edges, edgeFieldsCount, nodeFieldCount, strings, nodes } = snapshot
  const edgeCount = edges.length / edgeFieldsCount
  const codes = snapshot.edgeTypes.map((type) => EDGE_CODES.indexOf(type))
  const field = (edge, offset) => edges.getValue(edge * edgeFieldsCount + offset)
  const edgeTargets = Uint32Array.from({ length: edgeCount }, (_, edge) => {
    const row = field(edge, snapshot.edgeToNodeOffset) / nodeFieldCount
    return row * 8 + codes[field(edge, snapshot.edgeTypeOffset)]
  })
  const firstEdges = snapshot.firstEdgeIndexes.map((index) => index / edgeFieldsCount)
  const isDocumentTrees = (row) =>
    strings[nodes.getValue(row * nodeFieldCount + snapshot.nodeNameOffset)] === '(Document DOM trees)'
  const rootTargets = Array.from(edgeTargets.subarray(0, firstEdges[1]), (target) => target >>> 3)
  const tables = strings.map((text) => Number(TABLE.exec(text)?.[1] ?? -1))
  return new HeldGraph({
    firstEdges,
    edgeTargets,
    edgeNames: Uint32Array.from({ length: edgeCount }, (_, edge) => field(edge, snapshot.edgeNameOffset)),
    nodeIds,
    tableOf: (name) => tables[name],
    pageRoots: rootTargets.filter(isDocumentTrees),
    strings,
  })
}

import { EDGE_CODES } from './held-graph.mjs'

const SAMPLES = 500
const SYNTHETIC_DISTANCE = 100_000_000

/**
 * Paths to the root, of rows all over the file: every step is an edge of the snapshot that is not weak, and there is
 * no shorter way. DevTools leaves out some edges more, such as those of V8's descriptors, so that its distances may
 * be longer, never shorter.
 */
export function checkPaths(ours, { nodeCount, nodeIds, distances, graph }, verdict) {
  const rowOf = new Map(Array.from(nodeIds, (id, row) => [id, row]))
  const step = Math.max(1, Math.floor(nodeCount / SAMPLES))
  let checked = 0
  let same = 0
  for (let row = 1; row < nodeCount; row += step) {
    const id = nodeIds[row]
    const path = ours.retainerPath(id)
    const tell = () => `@${id}: ${JSON.stringify(path)?.slice(0, 500)}, DevTools ${distances[row]}`
    if (distances[row] < 0 && path === undefined) continue
    verdict.expect(path?.at(-1)?.id === id, 'path that does not end at the node', tell)
    if (path === undefined) continue
    checked++
    verdict.expect(isConnected(path, rowOf, graph), 'path over an edge that is not there', tell)
    const distance = distances[row] % SYNTHETIC_DISTANCE
    if (path.length - 1 === distance) same++
    verdict.expect(path.length - 1 <= distance, 'longer than the way that DevTools found', tell)
  }
  return `${checked} paths, ${same} as long as DevTools has them`
}

function isConnected(path, rowOf, graph) {
  return path.every(({ id, edge }, place) => {
    if (place === 0) return rowOf.get(id) === 0
    const source = rowOf.get(path[place - 1].id)
    for (let at = graph.firstEdges[source]; at < graph.firstEdges[source + 1]; at++) {
      const target = graph.edgeTargets[at]
      if (target >>> 3 !== rowOf.get(id) || EDGE_CODES[target & 7] === 'weak') continue
      const name = graph.edgeNames[at]
      if (graph.strings[name] === edge || name === edge) return true
    }
    return false
  })
}

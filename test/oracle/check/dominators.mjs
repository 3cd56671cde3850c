import { sumOverTree } from './sum-over-tree.mjs'

/**
 * Every dominator and every retained size of ours against DevTools', row by row.
 *
 * They differ by rule in two things. DevTools keeps sizes modulo 2^32; ours are right. And of nodes that are only led
 * to in a circle DevTools makes the root the parent in its search, but no predecessor, so that what it calls their
 * dominators is none; ours are all the root's.
 * @param ours an open snapshot
 * @param facts what `devToolsFacts` found
 * @returns what was compared, for a line of text
 */
export function checkDominators(ours, facts, verdict) {
  const { nodeCount, nodeIds, graph } = facts
  const rowOf = new Map()
  const twice = new Set()
  nodeIds.forEach((id, row) => {
    if (rowOf.has(id)) twice.add(id)
    else rowOf.set(id, row)
  })
  const { rows: circles } = graph.circles()
  verdict.expect(twice.size === 0, 'id given twice', () => `@${[...twice][0]}`)

  const own = readOurs(ours, nodeIds, rowOf, verdict)
  const sums = sumOverTree(own.dominators, own.sizes)
  const wrappedSums = sumOverTree(own.dominators, facts.selfSizes)
  const affected = ancestorsOf(circles, facts.dominators)
  const tell = (row) => `@${nodeIds[row]} (row ${row})`
  for (let row = 0; row < nodeCount; row++) {
    verdict.expect(own.sizes[row] % 2 ** 32 === facts.selfSizes[row], 'shallow size', () => tell(row))
    verdict.expect(
      own.retained[row] === sums[row],
      'retained size is not the sum of what is dominated',
      () => `${tell(row)}: ${own.retained[row]}, sum ${sums[row]}`,
    )
    if (circles.has(row)) {
      verdict.expect(own.dominators[row] === 0, 'circle not attached to the root', () => tell(row))
      continue
    }
    verdict.expect(
      own.dominators[row] === facts.dominators[row],
      'dominator',
      () => `${tell(row)}: ours ${tell(own.dominators[row])}, theirs ${tell(facts.dominators[row])}`,
    )
    if (affected.has(row)) continue
    verdict.expect(
      wrappedSums[row] === facts.retained[row],
      'retained size',
      () => `${tell(row)}: ours ${own.retained[row]}, theirs ${facts.retained[row]}`,
    )
  }
  verdict.expect(ours.nodeCount === nodeCount, 'nodes', () => `${ours.nodeCount} and ${nodeCount}`)
  const edges = graph.edgeTargets.length
  verdict.expect(ours.edgeCount === edges, 'edges', () => `${ours.edgeCount} and ${edges}`)
  const same = own.retained.filter((bytes, row) => bytes === facts.retained[row]).length
  const wide = own.sizes.filter((bytes) => bytes >= 2 ** 32).length
  return `${nodeCount} nodes, ${same} retained sizes the same; ${circles.size} in circles, ${wide} over 2^32 bytes`
}

function readOurs(ours, nodeIds, rowOf, verdict) {
  const dominators = new Uint32Array(nodeIds.length)
  const retained = new Float64Array(nodeIds.length)
  const sizes = new Float64Array(nodeIds.length)
  nodeIds.forEach((id, row) => {
    const node = ours.node(id)
    verdict.expect(node?.id === id, 'node not found', () => `@${id}`)
    sizes[row] = node?.shallowBytes ?? Number.NaN
    retained[row] = ours.retainedBytes(id)
    dominators[row] = row === 0 ? 0 : rowOf.get(ours.dominator(id)?.id)
  })
  return { dominators, retained, sizes }
}

/** With the rows themselves. A circle's dominators may lead in a circle, too. */
function ancestorsOf(rows, dominators) {
  const found = new Set()
  for (const start of rows) {
    for (let row = start; !found.has(row); row = dominators[row]) found.add(row)
  }
  return found
}

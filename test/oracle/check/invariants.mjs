import { HeldGraph } from './held-graph.mjs'

/**
 * What must hold of any snapshot, however large: each of the sampled nodes is cut off from the root by taking its
 * dominator away, and what is cut off then has exactly the bytes that the dominator retains.
 * @param open, parse of the built package
 */
export async function checkInvariants({ openSnapshot, parseSnapshot }, file, samples, verdict) {
  const parsed = await parseSnapshot(file, { edgeNames: 'keep' })
  const { columns } = parsed
  const graph = heldGraphOf(parsed)
  const ours = await openSnapshot(file)
  const classes = ours.classes()
  const sizeOf = (row) => columns.wideSizes.get(row) ?? columns.nodeSizes[row]
  let bytes = 0
  for (let row = 0; row < columns.nodeCount; row++) bytes += sizeOf(row)
  const rootBytes = ours.retainedBytes(columns.nodeIds[0])
  const edges = columns.firstEdges[columns.nodeCount]
  const classBytes = classes.reduce((sum, { shallowBytes }) => sum + shallowBytes, 0)
  verdict.expect(rootBytes === bytes, 'the root retains everything', () => `${rootBytes}, not ${bytes}`)
  verdict.expect(ours.totalBytes === bytes, 'bytes in all', () => `${ours.totalBytes}, not ${bytes}`)
  verdict.expect(classBytes === bytes, 'bytes of all classes', () => `${classBytes}, not ${bytes}`)
  verdict.expect(edges === ours.edgeCount, 'edges', () => `${edges}, not ${ours.edgeCount}`)

  const { rows: circles, orphans } = graph.circles()
  const starts = [0, ...orphans]
  const all = graph.reach(starts)
  const tried = new Set()
  for (
    let row = firstSample(columns.nodeCount);
    tried.size < samples;
    row = nextSample(row, columns.nodeCount)
  ) {
    const { id } = ours.dominator(columns.nodeIds[row])
    const dominator = columns.nodeIds.indexOf(id)
    if (dominator === 0 || circles.has(row) || tried.has(dominator)) continue
    tried.add(dominator)
    const without = graph.reach(starts, dominator)
    verdict.expect(
      without[row] === 0,
      'node reached without its dominator',
      () => `row ${row}, dominator @${id}`,
    )
    let cutOff = 0
    for (let other = 0; other < columns.nodeCount; other++)
      if (all[other] && !without[other]) cutOff += sizeOf(other)
    const retained = ours.retainedBytes(id)
    verdict.expect(
      cutOff === retained,
      'retained size is what is cut off',
      () => `@${id}: ${retained}, ${cutOff} cut`,
    )
  }
  ours.close()
  parsed.close()
  return `${columns.nodeCount} nodes, ${edges} edges, ${bytes} bytes, ${tried.size} dominators taken away`
}

function heldGraphOf({ columns, ephemeronNames, strings }) {
  const { bits, tables } = ephemeronNames
  const tableByName = new Map()
  let rank = 0
  for (let name = 0; name < bits.length * 32; name++) {
    if ((bits[name >>> 5] >>> (name & 31)) & 1) tableByName.set(name, tables[rank++])
  }
  const { firstEdges, edgeTargets, edgeNames, nodeIds, nodeNames } = columns
  const rootTargets = Array.from(edgeTargets.subarray(0, firstEdges[1]), (target) => target >>> 3)
  return new HeldGraph({
    ...{ firstEdges, edgeTargets, edgeNames, nodeIds },
    tableOf: (name) => tableByName.get(name) ?? -1,
    pageRoots: rootTargets.filter((row) => strings.text(nodeNames[row]) === '(Document DOM trees)'),
  })
}

/** Rows all over the file, the same in each run. */
const firstSample = (nodeCount) => Math.floor(nodeCount / 3)
const nextSample = (row, nodeCount) => (row + Math.floor(nodeCount * 0.618_034) + 1) % nodeCount

import fc from 'fast-check'
import { diffSnapshots } from '../../src/index.js'
import { SnapshotBuilder } from '../support/snapshot-builder.js'
import { streamOf } from './made-heap.js'

const KINDS = ['object', 'closure', 'array', 'hidden', 'string', 'code', 'native', 'object shape']
const EDGES = ['property', 'context', 'element', 'internal', 'hidden', 'weak']
const NAMES = ['next', 'table', 'elements', 'context', '7', '__proto__', 'shared', 'script']

const node = fc.record({
  kind: fc.constantFrom(...KINDS),
  name: fc.constantFrom('Object', 'Map', 'Link', 'system / Context', 'process', 'Module'),
  size: fc.nat(100),
  isNew: fc.boolean(),
})
const edge = fc.record({
  from: fc.nat(39),
  to: fc.nat(39),
  kind: fc.constantFrom(...EDGES),
  name: fc.constantFrom(...NAMES),
})

/** Rows that the root leads to by edges that hold. */
function reached(builder: SnapshotBuilder): Set<number> {
  const found = new Set([0])
  for (const row of found) {
    for (const each of builder.edges.filter(({ from }) => from === row)) {
      if (each.kind !== 'weak') found.add(each.to)
    }
  }
  return found
}

test('whatever the graph, each new object that is reached is in one cluster', async () => {
  const heap = fc.tuple(
    fc.array(node, { minLength: 40, maxLength: 40 }),
    fc.array(edge, { maxLength: 150 }),
    fc.constantFrom('node20' as const, 'node24' as const),
  )
  await fc.assert(
    fc.asyncProperty(heap, async ([nodes, edges, style]) => {
      const [before, after] = [new SnapshotBuilder(), new SnapshotBuilder()]
      before.node('synthetic', '', { id: 1 })
      after.node('synthetic', '', { id: 1 })
      nodes.forEach(({ kind, name, size, isNew }, at) => {
        const id = (isNew ? 1001 : 3) + at * 2
        after.node(kind, name, { id, size })
        if (!isNew) before.node(kind, name, { id, size })
      })
      for (const { from, to, kind, name } of edges) {
        const isIndexed = kind === 'element' || kind === 'hidden'
        after.edge(from === 39 ? 0 : from + 1, to + 1, kind, isIndexed ? 3 : name)
      }
      const rows = [...reached(after)].filter((row) => nodes[row - 1]?.isNew)
      const bytes = rows.reduce((sum, row) => sum + (nodes[row - 1]?.size ?? 0), 0)
      const [first, second] = [before.bytes(style), after.bytes(style)]
      const { clusters = [] } = await diffSnapshots(streamOf(first), streamOf(second), { clusters: true })
      expect(clusters.reduce((sum, cluster) => sum + cluster.bytes, 0)).toBe(bytes)
      expect(clusters.every(({ path }) => path.length > 0 && !path.includes(''))).toBe(true)
    }),
    { numRuns: 150 },
  )
}, 60_000)

import type { SnapshotColumns } from '../../src/parse/columns.js'
import { EDGE_KINDS } from '../../src/parse/kinds.js'
import { analysisOf, KERNELS } from './run-analysis.js'

const PROPERTY = EDGE_KINDS.indexOf('property')

/** Columns of nodes of 8 bytes each, from the rows that each row leads to. */
function grown(nodeCount: number, targetsOf: (row: number) => Iterable<number>): SnapshotColumns {
  const firstEdges = new Uint32Array(nodeCount + 1)
  const edgeTargets: number[] = []
  for (let row = 0; row < nodeCount; row++) {
    for (const target of targetsOf(row)) edgeTargets.push(target * 8 + PROPERTY)
    firstEdges[row + 1] = edgeTargets.length
  }
  return {
    nodeCount,
    edgeCount: edgeTargets.length,
    nodeKinds: new Uint8Array(nodeCount).fill(3),
    nodeNames: new Uint32Array(nodeCount),
    nodeIds: Uint32Array.from({ length: nodeCount }, (_, row) => row * 2 + 1),
    nodeSizes: new Uint32Array(nodeCount).fill(8),
    firstEdges,
    edgeTargets: Uint32Array.from(edgeTargets),
    edgeNames: undefined,
    wideIds: new Map(),
    wideSizes: new Map(),
  }
}

describe.each(KERNELS)('large graphs, %s', (kernel) => {
  test('F65: a chain of a million nodes overflows no stack', () => {
    const length = 1_000_000
    const chain = grown(length, (row) => (row + 1 < length ? [row + 1] : [0]))
    const { dominance, tree } = analysisOf(kernel, chain)
    expect(dominance.dominatorOf[length]).toBe(length - 1)
    expect(dominance.retained[1]).toBe(8 * length)
    expect(dominance.retained[length]).toBe(8)
    expect(tree.state[1]).toBe(length - 1)
  })

  test('F65: a chain that every node of a crowd is held by at both ends takes no quadratic time', () => {
    // Each of the crowd hangs at the end of the chain and is dominated by its beginning: a walk up the tree for each
    // would be 10^10 steps.
    const length = 200_000
    const crowd = 100_000
    function* targets(row: number): Generator<number> {
      if (row + 1 < length) yield row + 1
      if (row !== 1 && row !== length - 1) return
      for (let member = 0; member < crowd; member++) yield length + member
    }
    const { dominance } = analysisOf(kernel, grown(length + crowd, targets))
    const { numberOf, dominatorOf, rowOf, retained } = dominance
    const above = (row: number): number => rowOf[dominatorOf[numberOf[row] as number] as number] as number
    for (let member = 0; member < crowd; member += 999) expect(above(length + member)).toBe(1)
    for (let row = 2; row < length; row += 999) expect(above(row)).toBe(row - 1)
    expect(retained[numberOf[2] as number]).toBe(8 * (length - 2))
  })

  test('F65: the same with ways that get longer as they are walked', () => {
    // Back from each node of a chain to a node before it: the forest that semidominators are found in is one path.
    const length = 300_000
    const { dominance } = analysisOf(
      kernel,
      grown(length, (row) => [
        (row + 1) % length,
        Math.max(0, row - 1 - (row % 7)),
        (row * 7919) % (row + 1),
      ]),
    )
    for (let row = 1; row < length; row += 997) expect(dominance.dominatorOf[row + 1]).toBe(row)
  })
})

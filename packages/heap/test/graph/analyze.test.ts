import fc from 'fast-check'
import { className } from '../../src/graph/class-name.js'
import { settleEphemerons } from '../../src/graph/settle-ephemerons.js'
import type { EphemeronNames } from '../../src/parse/ephemeron-names.js'
import { columnsOf, type MadeEdge, type MadeNode } from './made-graph.js'
import { NaiveDominators } from './naive-dominators.js'
import { randomGraphs } from './random-graphs.js'
import {
  analysisOf,
  analyzePlaced,
  dominatorsOf,
  finish,
  KERNELS,
  placedIn,
  retainedOf,
} from './run-analysis.js'

const sizesOf = (nodes: readonly MadeNode[]): number[] => nodes.map(({ size = 0 }) => size)
const never = (): boolean => false

describe.each(KERNELS)('dominators, %s', (kernel) => {
  test('are those nodes without which a node cannot be reached, whatever the graph', () => {
    fc.assert(
      fc.property(randomGraphs, ({ nodes, edges }) => {
        const naive = new NaiveDominators(nodes.length, edges, never)
        const analysis = analysisOf(kernel, columnsOf(nodes, edges))
        expect(dominatorsOf(analysis)).toEqual(naive.dominators)
        expect(retainedOf(analysis)).toEqual(naive.retained(sizesOf(nodes)))
        expect(analysis.unreachableCount).toBe(naive.unreachableCount)
      }),
      { numRuns: 500 },
    )
  })

  test('do not take the side of the table for what holds an ephemeron', () => {
    fc.assert(
      fc.property(randomGraphs, ({ nodes, edges, tables }) => {
        const tableSide = ({ from, kind, name = 0 }: MadeEdge): boolean =>
          kind === 'internal' && tables[name] === from * 2 + 1
        const naive = new NaiveDominators(nodes.length, edges, tableSide)
        const placed = placedIn(kernel, columnsOf(nodes, edges))
        const { columns, edgeNames, arena } = placed
        const settling = settleEphemerons({ ...columns, edgeNames }, namesOf(tables, arena), placed.kernel)
        const settled = finish(settling)
        expect(settled).toBe(edges.filter(tableSide).length)
        expect(dominatorsOf(analyzePlaced(placed))).toEqual(naive.dominators)
      }),
      { numRuns: 500 },
    )
  })
})

describe.each(KERNELS)('classes, %s', (kernel) => {
  test('retain each object once, however many of the class hold it', () => {
    fc.assert(
      fc.property(randomGraphs, ({ nodes, edges }) => {
        const naive = new NaiveDominators(nodes.length, edges, never)
        const retained = naive.retained(sizesOf(nodes))
        const nameOf = (row: number): string =>
          className(nodes[row]?.kind ?? 'object', () => `class ${nodes[row]?.name}`)
        const counts = (row: number): boolean => (nodes[row]?.size ?? 0) > 0
        const expected = new Map<string, { count: number; shallowBytes: number; retainedBytes: number }>()
        nodes.forEach(({ size = 0 }, row) => {
          if (size === 0) return
          const above = naive.chain(row).slice(1)
          const isTop = row === 0 || !above.some((other) => counts(other) && nameOf(other) === nameOf(row))
          const sum = expected.get(nameOf(row)) ?? { count: 0, shallowBytes: 0, retainedBytes: 0 }
          expected.set(nameOf(row), {
            count: sum.count + 1,
            shallowBytes: sum.shallowBytes + size,
            retainedBytes: sum.retainedBytes + (isTop ? (retained[row] ?? 0) : 0),
          })
        })
        const { classes } = analysisOf(kernel, columnsOf(nodes, edges))
        expect(Object.fromEntries(classes.map(({ name, ...sums }) => [name, sums]))).toEqual(
          Object.fromEntries(expected),
        )
      }),
      { numRuns: 500 },
    )
  })

  test('of a snapshot made to have more names than nodes are added up, too', () => {
    const nodes = [{ size: 1 }, { size: 2, name: 900 }, { size: 3, name: 1 }]
    const edges = [1, 2].map((to): MadeEdge => ({ from: 0, to, kind: 'property' }))
    const { classes } = analysisOf(kernel, columnsOf(nodes, edges), 1_000)
    expect(classes).toEqual([
      { name: 'class 0', count: 1, shallowBytes: 1, retainedBytes: 6 },
      { name: 'class 1', count: 1, shallowBytes: 3, retainedBytes: 3 },
      { name: 'class 900', count: 1, shallowBytes: 2, retainedBytes: 2 },
    ])
  })
})

function namesOf(
  tables: readonly (number | null)[],
  arena: { uint32(length: number): Uint32Array },
): EphemeronNames {
  const bits = arena.uint32(1).fill(0)
  const found = tables.filter((table) => table !== null)
  const ids = arena.uint32(found.length)
  ids.set(found)
  tables.forEach((table, name) => {
    if (table !== null) bits[0] = (bits[0] as number) | (1 << name)
  })
  return { count: found.length, bits, ranks: arena.uint32(1).fill(0), tables: ids }
}

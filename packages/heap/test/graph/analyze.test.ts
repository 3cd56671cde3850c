import fc from 'fast-check'
import { type Analysis, analyze } from '../../src/graph/analyze.js'
import { javaScriptGraphKernel } from '../../src/graph/javascript/javascript-graph-kernel.js'
import { JavaScriptArena } from '../../src/kernel/javascript-arena.js'
import { EDGE_KINDS } from '../../src/parse/kinds.js'
import { columnsOf, type MadeEdge, type MadeNode } from './made-graph.js'
import { NaiveDominators } from './naive-dominators.js'

function analysisOf(nodes: readonly MadeNode[], edges: readonly MadeEdge[]): Analysis {
  const steps = analyze({
    columns: columnsOf(nodes, edges),
    stringCount: 8,
    text: (index) => `class ${index}`,
    kernel: javaScriptGraphKernel,
    arena: new JavaScriptArena(),
    spare: undefined,
  })
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}

const dominatorsOf = ({ dominance }: Analysis): number[] =>
  Array.from(
    dominance.numberOf,
    (number) => dominance.rowOf[dominance.dominatorOf[number] as number] as number,
  )
const retainedOf = ({ dominance }: Analysis): number[] =>
  Array.from(dominance.numberOf, (number) => dominance.retained[number] as number)

const graphs = fc.integer({ min: 1, max: 12 }).chain((count) =>
  fc.record({
    nodes: fc.array(
      fc.record({
        size: fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constant(2 ** 32 - 1), fc.constant(2 ** 40 + 1)),
        name: fc.integer({ min: 0, max: 3 }),
        kind: fc.constantFrom('object' as const, 'string' as const),
      }),
      { minLength: count, maxLength: count },
    ),
    edges: fc.array(
      fc.record({
        from: fc.integer({ min: 0, max: count - 1 }),
        to: fc.integer({ min: 0, max: count - 1 }),
        kind: fc.oneof(
          { weight: 3, arbitrary: fc.constant('property' as const) },
          { weight: 1, arbitrary: fc.constantFrom(...EDGE_KINDS) },
        ),
      }),
      { maxLength: 3 * count },
    ),
  }),
)

describe('dominators', () => {
  test('are those nodes without which a node cannot be reached, whatever the graph', () => {
    fc.assert(
      fc.property(graphs, ({ nodes, edges }) => {
        const naive = new NaiveDominators(nodes.length, edges, () => false)
        const analysis = analysisOf(nodes, edges)
        expect(dominatorsOf(analysis)).toEqual(naive.dominators)
        expect(retainedOf(analysis)).toEqual(naive.retained(nodes.map(({ size }) => size)))
        expect(analysis.unreachableCount).toBe(naive.unreachableCount)
      }),
      { numRuns: 2_000 },
    )
  })
})

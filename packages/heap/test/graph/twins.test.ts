import fc from 'fast-check'
import { columnsOf } from './made-graph.js'
import { randomGraphs } from './random-graphs.js'
import { analysisOf } from './run-analysis.js'

test('WebAssembly and its twin leave the same arrays, element by element', () => {
  fc.assert(
    fc.property(randomGraphs, ({ nodes, edges }) => {
      const [wasm, javascript] = (['wasm', 'javascript'] as const).map((kernel) => {
        const { dominance, tree, classes, unreachableCount } = analysisOf(kernel, columnsOf(nodes, edges))
        const { numberOf, rowOf, dominatorOf, retained } = dominance
        const [, queued] = tree.state
        return {
          ...{ classes, unreachableCount, queued },
          numberOf: Array.from(numberOf),
          rowOf: Array.from(rowOf.subarray(1, nodes.length + 1)),
          dominatorOf: Array.from(dominatorOf.subarray(1, nodes.length + 1)),
          retained: Array.from(retained.subarray(1, nodes.length + 1)),
          retainers: Array.from(tree.retainers.subarray(0, nodes.length)),
          queue: Array.from(tree.queue.subarray(0, queued)),
        }
      })
      expect(wasm).toEqual(javascript)
    }),
    { numRuns: 300 },
  )
})

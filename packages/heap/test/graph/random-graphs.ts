import fc from 'fast-check'
import { EDGE_KINDS } from '../../src/parse/kinds.js'

/** Small graphs with edges of all kinds, also to themselves and from nowhere, and with sizes beyond 32 bits. */
export const randomGraphs = fc.integer({ min: 1, max: 12 }).chain((count) => {
  const row = fc.integer({ min: 0, max: count - 1 })
  const node = fc.record({
    size: fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constant(2 ** 32 - 1), fc.constant(2 ** 40 + 1)),
    name: fc.integer({ min: 0, max: 3 }),
    kind: fc.constantFrom('object' as const, 'string' as const, 'array' as const),
  })
  const edge = fc.record({
    from: row,
    to: row,
    kind: fc.oneof(
      { weight: 3, arbitrary: fc.constant('property' as const) },
      { weight: 1, arbitrary: fc.constantFrom(...EDGE_KINDS) },
    ),
    name: fc.integer({ min: 0, max: 3 }),
  })
  return fc.record({
    nodes: fc.array(node, { minLength: count, maxLength: count }),
    edges: fc.array(edge, { maxLength: 3 * count }),
    /** By string: the id of the table whose entry it names. */
    tables: fc.array(fc.option(row.map((table) => table * 2 + 1)), { minLength: 4, maxLength: 4 }),
  })
})

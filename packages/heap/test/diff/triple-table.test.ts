import fc from 'fast-check'
import { EdgeSources } from '../../src/clusters/edge-sources.js'
import { TripleTable } from '../../src/diff/triple-table.js'

test('triples are numbered as they are first seen, whatever they are', () => {
  const number = fc.oneof(fc.nat(3), fc.nat(0xffffffff))
  fc.assert(
    fc.property(fc.array(fc.tuple(number, number, number), { maxLength: 200 }), (triples) => {
      const table = new TripleTable()
      const known = new Map<string, number>()
      for (const [first, second, third] of triples) {
        const key = `${first}/${second}/${third}`
        if (!known.has(key)) known.set(key, known.size)
        const at = table.intern(first, second, third)
        expect(at).toBe(known.get(key))
        expect([table.first(at), table.second(at), table.third(at)]).toEqual([first, second, third])
      }
      expect(table.size).toBe(known.size)
    }),
  )
})

test('a hundred thousand triples stay apart while the table grows', () => {
  const table = new TripleTable()
  for (let turn = 0; turn < 2; turn++) {
    for (let at = 0; at < 100_000; at++) {
      if (table.intern(at % 7, at, at >>> 3) !== at) throw new Error(`Triple ${at} has another number`)
    }
  }
  expect(table.size).toBe(100_000)
})

test('the row of an edge is found from wherever the last question was', () => {
  const degrees = fc.array(fc.nat(5), { minLength: 1, maxLength: 80 })
  fc.assert(
    fc.property(degrees, fc.array(fc.nat(1_000_000), { maxLength: 60 }), (counts, questions) => {
      const firsts = [0]
      for (const count of counts) firsts.push((firsts.at(-1) as number) + count)
      const edgeCount = firsts.at(-1) as number
      fc.pre(edgeCount > 0)
      const sources = new EdgeSources(Uint32Array.from(firsts))
      for (const question of questions) {
        const edge = question % edgeCount
        const row = sources.of(edge)
        expect(firsts[row]).toBeLessThanOrEqual(edge)
        expect(firsts[row + 1]).toBeGreaterThan(edge)
      }
    }),
  )
})

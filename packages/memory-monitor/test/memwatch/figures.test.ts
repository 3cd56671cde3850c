import type { GcEvent } from '@plimsoll/core'
import { heapDiffResult } from '../../src/memwatch/heap-diff-result.js'
import { leakInfo } from '../../src/memwatch/leak-info.js'
import { CollectionTally } from '../../src/memwatch/memwatch-stats.js'
import { niceDelta, niceSize } from '../../src/memwatch/nice-figures.js'

test('sizes and lengths of time read as in node-memwatch', () => {
  expect([97, -2120, 249_232, 1_869_904].map(niceSize)).toEqual([
    '97 bytes',
    '-2.07 kb',
    '243.39 kb',
    '1.78 mb',
  ])
  expect([20, 1252, 3723].map(niceDelta)).toEqual(['20s', '20m 52s', '1h 2m 3s'])
})

const major = (heapUsedBytes: number): GcEvent => ({
  ...{ kind: 'major', startMs: 0, durationMs: 1, forced: false },
  heapUsedBytes,
})

test('stats count collections, and say how far the base has moved', () => {
  const tally = new CollectionTally()
  expect(tally.note({ kind: 'minor', startMs: 0, durationMs: 1, forced: false })).toBeUndefined()
  expect(tally.note(major(1000))).toMatchObject({ num_full_gc: 1, num_inc_gc: 1, min: 0, max: 0 })
  let stats = tally.note(major(1000))
  for (let bytes = 1000; bytes <= 3000; bytes += 100) stats = tally.note(major(bytes))
  expect(stats).toMatchObject({
    num_full_gc: 23,
    heap_compactions: 23,
    current_base: 3000,
    min: 1000,
    max: 3000,
  })
  expect(stats?.usage_trend).toBeGreaterThan(10)
  expect(stats?.estimated_base).toBeGreaterThan(2000)
})

test('a report of the monitor is told in the words of node-memwatch, and whose doing it is besides', () => {
  const start = new Date('2020-01-01T00:00:00Z')
  const end = new Date('2020-01-01T00:20:52Z')
  const info = leakInfo(
    {
      ...{ kind: 'heap', state: 'confirmed', suspects: [], evidence: { points: 8 } },
      growth: { perSecond: 3399, total: 4_255_548, unit: 'bytes' },
      message: 'All of it is allocated by keep (/app/server.js:3).',
    },
    start,
    end,
  )
  expect(info).toEqual({
    ...{ start, end, growth: 4_255_548 },
    reason:
      'heap growth over 8 consecutive GCs (20m 52s) - 11.67 mb/hr. All of it is allocated by keep (/app/server.js:3).',
  })
})

test('a difference has the shape of node-memwatch, and its words for what has no constructor', () => {
  const time = new Date(0)
  const change = {
    ...{ bytes: 300, nodes: 5, allocatedNodes: 8, freedNodes: 3 },
    classes: [
      { name: 'Leaky', bytes: 200, count: 4, added: 4, removed: 0 },
      { name: '(string)', bytes: 60, count: 2, added: 3, removed: 1 },
      { name: '(sliced string)', bytes: 40, count: 1, added: 1, removed: 0 },
      { name: '(system)', bytes: 10, count: 0, added: 0, removed: 0 },
      { name: '(array)', bytes: -10, count: -2, added: 0, removed: 2 },
    ],
  }
  const totals = { before: { nodes: 10, bytes: 1000 }, after: { nodes: 15, bytes: 1300 } }
  expect(heapDiffResult({ ...totals, change }, { before: time, after: time })).toEqual({
    before: { nodes: 10, time, size_bytes: 1000, size: '1000 bytes' },
    after: { nodes: 15, time, size_bytes: 1300, size: '1.27 kb' },
    change: {
      ...{ size_bytes: 300, size: '300 bytes', freed_nodes: 3, allocated_nodes: 8 },
      details: [
        { what: 'Array', size_bytes: -10, size: '-10 bytes', '+': 0, '-': 2 },
        { what: 'Leaky', size_bytes: 200, size: '200 bytes', '+': 4, '-': 0 },
        { what: 'String', size_bytes: 100, size: '100 bytes', '+': 4, '-': 1 },
      ],
    },
  })
})

import { believable, type Verdict } from '../../src/confirm/verdict.js'
import type { LeakKind } from '../../src/leak-kind.js'
import { growthOf } from '../../src/trend/growth.js'

/** What an application of that many megabytes has grown to, look by look, twenty seconds and fifty requests apart. */
function verdict(kind: LeakKind, megabytes: readonly number[]): Verdict {
  const points = megabytes.map((value, look) => ({
    atMs: 20_000 * look,
    requests: 50 * look,
    value: 1e6 * value,
  }))
  const growth = growthOf(points)
  if (growth === undefined) throw new Error('too few points')
  return { kind, growth, share: growth.total / (points[0]?.value ?? 1) }
}

const DOUBLED = verdict('heap', [30, 37, 44, 53, 61, 70])

test('what a second look confirms is believed', () => {
  const small = verdict('heap', [30, 30.5, 30.8, 31.4, 32, 32.5])
  expect(believable([small], [], true)).toEqual([])
  expect(believable([small], [small], false)).toEqual([small])
})

test('where the next look is far away one is enough for what has doubled, evenly and without a step back', () => {
  expect(believable([DOUBLED], [], true)).toEqual([DOUBLED])
  expect(believable([DOUBLED], [], false)).toEqual([])
  expect(believable([verdict('heap', [30, 48, 60, 68, 73, 76])], [], true)).toEqual([])
  expect(believable([verdict('heap', [30, 40, 38, 53, 61, 70])], [], true)).toEqual([])
  expect(believable([verdict('handles', [30, 37, 44, 53, 61, 70])], [], true)).toEqual([])
})

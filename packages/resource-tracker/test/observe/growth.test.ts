import fc from 'fast-check'
import { hasStopped, isGrowing, type Series } from '../../src/observe/growth.js'

const BOUND = 3
const series = (requests: readonly number[], to = requests.at(-1) ?? 0, from = requests[0] ?? 0): Series => ({
  ...{ requests, from, to },
})
const range = (from: number, to: number, step = 1): number[] =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step)

describe('growth', () => {
  test('grows when early and late requests have left something', () => {
    expect(isGrowing(series(range(1, 4)), BOUND)).toBe(true)
    expect(isGrowing(series(range(1, 1000, 50)), BOUND)).toBe(true)
  })

  test('does not grow up to the bound: a pool holds as much as there are requests in flight', () => {
    expect(isGrowing(series(range(1, 30)), 30)).toBe(false)
    expect(isGrowing(series(range(1, 31)), 30)).toBe(true)
  })

  test('a pool that was filled and stays full is no growth', () => {
    expect(isGrowing(series(range(1, 20), 100), BOUND)).toBe(false)
  })

  test('what comes and goes, however much of it, is no growth', () => {
    expect(isGrowing(series(range(900, 1000), 1000, 1), BOUND)).toBe(false)
  })

  test('P: whatever share of the requests leaks, evenly, it grows', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 8, max: 200 }),
        fc.nat(10_000),
        (step, count, from) => {
          const requests = range(from, from + (count - 1) * step, step)
          expect(isGrowing(series(requests, from + count * step), BOUND)).toBe(true)
        },
      ),
    )
  })

  test('P: what lives for a fifth of the time at most is never taken for growth', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 5000 }),
        fc.double({ min: 0.01, max: 0.2, noNaN: true }),
        (to, share) => {
          const alive = range(Math.ceil(to * (1 - share)), to)
          expect(isGrowing(series(alive, to, 1), BOUND)).toBe(false)
        },
      ),
    )
  })

  test('has stopped after many requests without a new one, and not before', () => {
    const leaked = range(1, 100)
    expect(hasStopped(series(leaked, 1050), BOUND)).toBe(false)
    expect(hasStopped(series(leaked, 1101), BOUND)).toBe(true)
  })

  test('what grew slowly is given as long to come to rest', () => {
    const leaked = range(1, 1000, 100)
    expect(hasStopped(series(leaked, 3600), BOUND)).toBe(false)
    expect(hasStopped(series(leaked, 3700), BOUND)).toBe(true)
  })

  test('what ends by itself, only late, has stopped when its early ones are gone', () => {
    expect(hasStopped(series(range(400, 1000), 1000, 1), BOUND)).toBe(false)
    expect(hasStopped(series(range(490, 1000), 1000, 1), BOUND)).toBe(true)
  })

  test('has stopped when most of it is gone', () => {
    expect(hasStopped(series([]), BOUND)).toBe(true)
    expect(hasStopped(series(range(1, 5)), 10)).toBe(true)
    expect(hasStopped(series(range(1, 6)), 10)).toBe(false)
  })
})

import fc from 'fast-check'
import { retryAfterSeconds } from '../src/retry-after.js'

const drawn = (ratio: number, times = 1000) =>
  Array.from({ length: times }, (_, index) => retryAfterSeconds([1, 10], ratio, () => index / times))

describe('Retry-After', () => {
  test('F41: is spread, so that those who were turned away together do not come back together', () => {
    for (const ratio of [0.8, 0.95, 1.5]) expect(new Set(drawn(ratio)).size).toBeGreaterThanOrEqual(5)
  })

  test('grows with pressure', () => {
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
    const [low, mid, high] = [0.8, 0.9, 1].map((ratio) => mean(drawn(ratio)))
    expect(low).toBeLessThan(mid!)
    expect(mid).toBeLessThan(high!)
  })

  test('one value stays that value, 0 included', () => {
    expect(retryAfterSeconds([0, 0], 2, () => 0.99)).toBe(0)
    expect(retryAfterSeconds([7, 7], 0, () => 0)).toBe(7)
  })

  test('F06: whatever the pressure, it is a whole number of seconds within the range', () => {
    const range = fc
      .tuple(fc.nat({ max: 3600 }), fc.nat({ max: 3600 }))
      .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)
    const chance = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })
    fc.assert(
      fc.property(
        range,
        fc.oneof(fc.double(), fc.constant(Number.NaN)),
        chance,
        ([min, max], ratio, random) => {
          const seconds = retryAfterSeconds([min, max], ratio, () => random)
          expect(Number.isInteger(seconds)).toBe(true)
          expect(seconds).toBeGreaterThanOrEqual(min)
          expect(seconds).toBeLessThanOrEqual(max)
        },
      ),
    )
  })
})

import fc from 'fast-check'
import { nextIntervalMs } from '../src/cadence.js'
import type { SignalName } from '../src/pressure.js'
import type { Sample } from '../src/sample.js'
import type { SignalState } from '../src/signals/signal.js'

const OPTIONS = { intervalMs: 1000, minIntervalMs: 50 }

const intervalFor = (
  ratios: Partial<Record<SignalName, number>>,
  eventLoopUtilizationRatio: number,
  previousMs = 1000,
) => {
  const states = Object.entries(ratios).map(([name, ratio]) => [name, { ratio }])
  return nextIntervalMs(
    { eventLoopUtilizationRatio } as Sample,
    new Map(states as [SignalName, SignalState][]),
    OPTIONS,
    previousMs,
  )
}

describe('cadence', () => {
  test('an idle process is looked at rarely', () => {
    expect(intervalFor({ container: 0.3 }, 0)).toBe(5000)
  })

  test('the longer it is idle the more rarely, down to once in fifteen intervals', () => {
    expect(intervalFor({ container: 0.3 }, 0, 5000)).toBe(10_000)
    expect(intervalFor({ container: 0.3 }, 0, 10_000)).toBe(15_000)
    expect(intervalFor({ container: 0.3 }, 0, 15_000)).toBe(15_000)
    expect(intervalFor({ container: 0.3 }, 0.3, 15_000)).toBe(1000)
  })

  test('an idle process near its limit is looked at often all the same', () => {
    expect(intervalFor({ container: 0.85 }, 0)).toBe(50)
  })

  test('a serving process is sampled once an interval, a busy one more often', () => {
    expect(intervalFor({ container: 0.3 }, 0.3)).toBe(1000)
    expect(intervalFor({ container: 0.3 }, 0.9)).toBe(200)
  })

  test('the nearer the limit the shorter, down to the minimum', () => {
    const [calm, nearer, near, over] = [0.6, 0.7, 0.8, 1.2].map((ratio) => intervalFor({ rss: ratio }, 0.3))
    expect(calm).toBe(1000)
    expect(nearer).toBeCloseTo(525)
    expect(near).toBe(50)
    expect(over).toBe(50)
  })

  test('signals that are no memory do not hurry: shedding does not make them better', () => {
    expect(intervalFor({ 'gc-time': 0.95, 'loop-delay': 0.95 }, 0.3)).toBe(1000)
  })

  test('F06: the interval is always within its bounds', () => {
    const ratio = fc.double({ min: 0, max: 10, noNaN: true })
    fc.assert(
      fc.property(
        ratio,
        ratio,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.constantFrom(50, 1000, 5000, 15_000),
        (container, heap, utilization, previousMs) => {
          const intervalMs = intervalFor({ container, 'heap-live': heap }, utilization, previousMs)
          expect(intervalMs).toBeGreaterThanOrEqual(50)
          expect(intervalMs).toBeLessThanOrEqual(15_000)
        },
      ),
    )
  })
})

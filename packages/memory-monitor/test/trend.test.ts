import fc from 'fast-check'
import { forecastOf } from '../src/trend/forecast.js'
import { growthOf } from '../src/trend/growth.js'
import { riseOf } from '../src/trend/kendall.js'
import { theilSen } from '../src/trend/theil-sen.js'
import { noise, pointsOf } from './support/points.js'

describe('the slope', () => {
  test('of a straight line is that of the line, and certain', () => {
    const points = pointsOf({ value: (second) => 100 + 3 * second })
    expect(theilSen(points, 'seconds')).toEqual({ mid: 3, low: 3, high: 3 })
  })

  test('is not moved by a few points that are far off', () => {
    const points = pointsOf({ value: (second) => (second === 5 || second === 20 ? 1e6 : 3 * second) })
    expect(theilSen(points, 'seconds')?.mid).toBeCloseTo(3, 5)
  })

  test('lies in its interval, whatever the points, and the interval holds a true slope nearly always', () => {
    let held = 0
    for (let seed = 1; seed <= 200; seed += 1) {
      const jitter = noise(20, seed)
      const slope = theilSen(pointsOf({ value: (second) => 2 * second + jitter() }), 'seconds')
      if (slope !== undefined && slope.low <= 2 && slope.high >= 2) held += 1
    }
    expect(held).toBeGreaterThanOrEqual(180)
  })

  test('is unknown where nothing moves along the axis', () => {
    expect(theilSen(pointsOf({ value: (second) => second }), 'requests')).toBeUndefined()
  })
})

describe('chance', () => {
  test('a steady rise of a dozen points is none, a flat line is all chance', () => {
    expect(riseOf(pointsOf({ value: (second) => second })).chance).toBeLessThan(1e-5)
    expect(riseOf(pointsOf({ value: () => 7 })).chance).toBe(1)
    expect(riseOf(pointsOf({ value: (second) => -second })).chance).toBe(1)
  })

  test('noise is taken for a rise about as seldom as promised', () => {
    let rises = 0
    for (let seed = 1; seed <= 1000; seed += 1) {
      const jitter = noise(1, seed)
      if (riseOf(pointsOf({ value: jitter })).chance <= 0.01) rises += 1
    }
    expect(rises).toBeLessThan(25)
  })

  test('is a probability, whatever the points', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { maxLength: 40 }), (values) => {
        const { chance } = riseOf(values.map((value, index) => ({ atMs: index, requests: 0, value })))
        return chance >= 0 && chance <= 1
      }),
    )
  })
})

describe('growth', () => {
  test('a leak grows in its later half as in its earlier', () => {
    expect(growthOf(pointsOf({ value: (second) => 5 * second }))?.lateOverEarly).toBeCloseTo(1, 5)
  })

  test('F12: what fills up to a bound slows down', () => {
    const filling = growthOf(pointsOf({ value: (second) => 1e6 * (1 - Math.exp(-second / 10)) }))
    expect(filling?.lateOverEarly).toBeLessThan(0.5)
    const full = growthOf(pointsOf({ value: (second) => Math.min(1e6, 1e5 * second) }))
    expect(full?.lateOverEarly).toBe(0)
  })

  test('goes along with requests, so that a load that doubles does not bend it', () => {
    const points = pointsOf({ requestsPerSecond: 100, value: () => 0 }).map((point, index) => {
      const requests = index < 6 ? index * 250 : 1500 + (index - 6) * 500
      return { ...point, requests, value: 900 * requests }
    })
    const growth = growthOf(points)
    expect(growth).toMatchObject({ axis: 'requests', slope: { mid: 900 } })
    expect(growth?.lateOverEarly).toBeCloseTo(1, 5)
  })

  test('is unknown with fewer than four points', () => {
    expect(growthOf(pointsOf({ count: 3, value: (second) => second }))).toBeUndefined()
  })
})

describe('forecast', () => {
  test('divides what is left by the growth, both ends of the interval', () => {
    const limit = { used: 100, limit: 1100, unit: 'bytes', ends: [1100, 1100, 1100] } as const
    expect(forecastOf({ mid: 10, low: 5, high: 20 }, [limit])).toEqual({
      limit: 1100,
      unit: 'bytes',
      secondsToLimit: 100,
      low: 50,
      high: 200,
    })
  })

  test('has no infinity: what does not grow reaches no limit in a hundred years', () => {
    const limit = { used: 1, limit: 2, unit: 'items', ends: [2, 2, 2] } as const
    const never = forecastOf({ mid: 0, low: -1, high: 0 }, [limit])
    expect(never?.secondsToLimit).toBe(100 * 365 * 86_400)
    expect(JSON.parse(JSON.stringify(never))).toEqual(never)
  })
})

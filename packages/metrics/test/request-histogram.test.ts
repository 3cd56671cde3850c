import fc from 'fast-check'
import { RequestHistogram } from '../src/histogram/request-histogram.js'

const create = (maxRoutes = 200) => new RequestHistogram({ buckets: [0.1, 1], maxRoutes })

const total = (histogram: RequestHistogram, name: string, labels: Record<string, string | number>) =>
  histogram
    .read()
    .filter((point) => point.name === `http_request_duration_seconds_${name}`)
    .filter((point) => Object.entries(labels).every(([label, value]) => point.labels?.[label] === value))
    .reduce((sum, point) => sum + point.value, 0)

const routesOf = (histogram: RequestHistogram) =>
  new Set(histogram.read().map((point) => String(point.labels?.route)))

describe('RequestHistogram', () => {
  test('buckets are cumulative, bounds belong to their bucket, and sum and count agree', () => {
    const histogram = create()
    for (const seconds of [0.05, 0.1, 0.5, 2]) histogram.observe('GET', '/a', 200, seconds)
    const labels = { method: 'GET', route: '/a', status_code: '200' }
    expect(total(histogram, 'bucket', { ...labels, le: 0.1 })).toBe(2)
    expect(total(histogram, 'bucket', { ...labels, le: 1 })).toBe(3)
    expect(total(histogram, 'bucket', { ...labels, le: '+Inf' })).toBe(4)
    expect(total(histogram, 'count', labels)).toBe(4)
    expect(total(histogram, 'sum', labels)).toBeCloseTo(2.65)
  })

  test('methods, routes and codes are kept apart, in whatever order they come', () => {
    const histogram = create()
    for (let round = 0; round < 3; round += 1) {
      for (const code of [200, 404, 200, 500]) histogram.observe('GET', '/a', code, 0.01)
      histogram.observe('POST', '/a', 200, 0.01)
      histogram.observe('GET', '/b', 200, 0.01)
    }
    expect(total(histogram, 'count', { method: 'GET', route: '/a', status_code: '200' })).toBe(6)
    expect(total(histogram, 'count', { method: 'GET', route: '/a', status_code: '404' })).toBe(3)
    expect(total(histogram, 'count', { method: 'POST', route: '/a' })).toBe(3)
    expect(total(histogram, 'count', { route: '/b' })).toBe(3)
  })

  test('a request without a route is unmatched', () => {
    const histogram = create()
    histogram.observe('GET', undefined, 404, 0.01)
    expect(total(histogram, 'count', { route: 'unmatched', status_code: '404' })).toBe(1)
  })

  test('F46: methods that clients make up are one method, and 1000 routes are 200 and other', () => {
    const histogram = create()
    for (let i = 0; i < 1000; i += 1) histogram.observe(`FOO${i}`, `/r${i}`, 200, 0.01)
    expect(routesOf(histogram).size).toBe(201)
    expect(total(histogram, 'count', { method: 'other' })).toBe(1000)
    expect(total(histogram, 'count', { route: 'other' })).toBe(800)
    expect(histogram.dropped).toBe(800)
  })

  test('F46: a route named other, and a route of 64 KB, make no series of their own', () => {
    const histogram = create()
    histogram.observe('GET', 'other', 200, 0.01)
    histogram.observe('GET', `/${'x'.repeat(65_536)}`, 200, 0.01)
    expect([...routesOf(histogram)]).toEqual(['other'])
    expect(total(histogram, 'count', { route: 'other', status_code: '200' })).toBe(2)
  })

  test('F46: all series together are capped, and what has none is still counted', () => {
    const histogram = create(1000)
    for (let route = 0; route < 10; route += 1) {
      for (let code = 100; code < 600; code += 1) histogram.observe('GET', `/r${route}`, code, 0.01)
    }
    expect(histogram.read().filter((point) => point.name?.endsWith('_count'))).toHaveLength(2001)
    expect(total(histogram, 'count', {})).toBe(5000)
    expect(total(histogram, 'count', { method: 'other', route: 'other', status_code: 'other' })).toBe(3000)
    expect(histogram.dropped).toBe(3000)
  })

  test('F49: no series appears twice and every value is a number, whatever is observed', () => {
    const anyCode = fc.oneof(fc.integer({ min: 90, max: 610 }), fc.double(), fc.constant(Number.NaN))
    const anyRoute = fc.oneof(
      fc.string(),
      fc.constantFrom('other', 'unmatched', '__proto__', '/a'),
      fc.constant(undefined),
    )
    const observation = fc.tuple(
      fc.constantFrom('GET', 'other', 'get', '__proto__'),
      anyRoute,
      anyCode,
      fc.double(),
    )
    fc.assert(
      fc.property(fc.array(observation), (observations) => {
        const histogram = create(3)
        for (const each of observations) histogram.observe(...each)
        const points = histogram.read()
        const keys = points.map(({ name, labels }) => JSON.stringify([name, labels]))
        expect(new Set(keys).size).toBe(keys.length)
        expect(points.every(({ value }) => Number.isFinite(value) && value >= 0)).toBe(true)
        expect(total(histogram, 'count', {})).toBe(observations.length)
      }),
    )
  })

  test('the text form tells the same as the points', () => {
    const histogram = create()
    histogram.observe('GET', '/a', 200, 0.05)
    histogram.observe('PUT', '/b', 500, 5)
    const points = histogram.read().map(({ name, labels, value }) => ({ name, labels, value }))
    const text = histogram.readText().map(({ metricName, labels, sharedLabels, value }) => ({
      name: metricName,
      labels: { ...sharedLabels, ...labels },
      value,
    }))
    expect(text).toEqual(points)
  })
})

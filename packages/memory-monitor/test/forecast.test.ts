import { sampleOf } from '@plimsoll/core/testing'
import { limitsOf } from '../src/report/limits.js'
import { forecastOf } from '../src/trend/forecast.js'
import { Filling } from '../src/watch/filling.js'
import { LimitWatch } from '../src/watch/limit-watch.js'

const MIB = 1_048_576
const steady = (mid: number) => ({ mid, low: mid, high: mid })

describe('the forecast of a heap', () => {
  test('lies between where V8 may give up and its limit, less what it needs for new objects', () => {
    const sample = sampleOf({ heapLimitBytes: 1000 * MIB })
    const limits = limitsOf('heap', 500 * MIB, sample, { youngBytes: 64 * MIB })
    expect(forecastOf(steady(MIB), limits)).toMatchObject({
      limit: 1000 * MIB,
      low: 200,
      secondsToLimit: 436,
      high: 500,
    })
  })

  test('is that of V8’s giving up where the young generation is a large part of a small heap', () => {
    const limits = limitsOf('heap', 28 * MIB, sampleOf({ heapLimitBytes: 100 * MIB }), {
      youngBytes: 32 * MIB,
    })
    expect(forecastOf(steady(MIB), limits)).toMatchObject({ low: 42, secondsToLimit: 52, high: 72 })
  })
})

describe('the forecast in a container', () => {
  const inContainer = (second: number, usedMib: number) =>
    sampleOf({
      atMs: 1000 * second,
      containerUsedBytes: usedMib * MIB,
      containerLimitBytes: 256 * MIB,
      heapLimitBytes: 4000 * MIB,
    })

  test('goes by how the container fills: garbage grows with what is held', () => {
    const use = new Filling(20_000)
    for (let second = 0; second <= 60; second += 0.5) use.note(1000 * second, (60 + 1.5 * second) * MIB)
    const limits = limitsOf('heap', 70 * MIB, inContainer(60, 150), { container: use.trend })
    // The heap alone would say 106 s.
    expect(forecastOf(steady(MIB), limits)?.secondsToLimit).toBeCloseTo(106 / 1.5, -1)
  })

  test('begins at the top of a saw-tooth: that is what reaches the limit first', () => {
    const use = new Filling(20_000)
    for (let second = 0; second <= 60; second += 0.5) use.note(1000 * second, (100 + (second % 10)) * MIB)
    expect(use.trend?.peakBytes).toBeGreaterThanOrEqual(108 * MIB)
  })

  test('counts half of the program’s pages, which the kernel takes before nothing moves', () => {
    const limits = limitsOf('external', 0, inContainer(0, 156), { programBytes: 40 * MIB })
    expect(forecastOf(steady(MIB), limits)).toMatchObject({ low: 100, secondsToLimit: 120, high: 140 })
  })

  test('goes by what leaks where the container is not known, or fills more slowly', () => {
    expect(new Filling(20_000).trend).toBeUndefined()
    const container = { perSecond: steady(0.1 * MIB), peakBytes: 156 * MIB }
    const limits = limitsOf('external', 0, inContainer(0, 150), { container })
    expect(forecastOf(steady(MIB), limits)?.secondsToLimit).toBeCloseTo(100)
  })
})

describe('the forecast under a cap of one’s own', () => {
  const at = (second: number, usedMib: number) =>
    sampleOf({ atMs: 1000 * second, rssBytes: usedMib * MIB, heapLimitBytes: 4000 * MIB })
  const watch = (limitBytes: number | undefined) =>
    new LimitWatch(20_000, { sampler: { limitBytes }, youngBytes: () => 0, programBytes: () => 0 })

  test('goes by the cap where it is reached before V8’s limit, as fast as the process grows', () => {
    const limits = watch(300 * MIB)
    for (let second = 0; second <= 60; second += 0.5) limits.note(at(second, 60 + 1.5 * second))
    const forecast = forecastOf(steady(MIB), limitsOf('heap', 70 * MIB, at(60, 150), limits.facts))
    expect(forecast).toMatchObject({ limit: 300 * MIB, secondsToLimit: expect.closeTo(100, -1) })
  })

  test('counts for buffers and native memory, too, but never for what is counted', () => {
    const { facts } = watch(300 * MIB)
    expect(limitsOf('native', 0, at(0, 100), facts)).toMatchObject([{ used: 100 * MIB, limit: 300 * MIB }])
    expect(limitsOf('handles', 3, at(0, 100), facts)).toEqual([])
  })

  test('without a cap there is none', () => {
    expect(limitsOf('native', 0, at(0, 100), watch(undefined).facts)).toEqual([])
  })
})

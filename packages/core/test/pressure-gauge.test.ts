import type { SignalName } from '../src/pressure.js'
import { PressureGauge, type PressureGaugeOptions } from '../src/pressure-gauge.js'
import type { Sample } from '../src/sample.js'
import type { SignalState } from '../src/signals/signal.js'

const sampleAt = (atMs: number, more: Partial<Sample> = {}): Sample => ({
  atMs,
  rssBytes: 0,
  heapUsedBytes: 0,
  heapTotalBytes: 0,
  heapLimitBytes: 0,
  externalBytes: 0,
  arrayBuffersBytes: 0,
  eventLoopDelayMs: 0,
  eventLoopUtilizationRatio: 0,
  gcTimeRatio: 0,
  ...more,
})

function gaugeOf(options: PressureGaugeOptions = {}) {
  const gauge = new PressureGauge(options, 0)
  return (ratios: Partial<Record<SignalName, number>>, atMs = 0, more: Partial<Sample> = {}) => {
    const states = Object.entries(ratios).map(([name, ratio]) => [name, { ratio }])
    return gauge.update(sampleAt(atMs, more), new Map(states as [SignalName, SignalState][]))
  }
}

describe('PressureGauge', () => {
  test('blames the signal that is nearest to its limit', () => {
    const update = gaugeOf()
    expect(update({ container: 0.4, 'heap-live': 0.85, 'gc-time': 0.2 })).toMatchObject({
      level: 'elevated',
      ratio: 0.85,
      signal: 'heap-live',
    })
  })

  test('without any signal all is normal and nobody is to blame', () => {
    expect(gaugeOf()({})).toEqual({ level: 'normal', ratio: 0, signal: 'none', sinceMs: 0 })
  })

  test('says since when the level holds', () => {
    const update = gaugeOf()
    update({ container: 0.85 }, 1000)
    expect(update({ container: 0.86 }, 5000).sinceMs).toBe(1000)
    expect(update({ container: 0.95 }, 6000).sinceMs).toBe(6000)
  })

  test('goes back through the band: still elevated in it, normal below', () => {
    const update = gaugeOf()
    update({ container: 0.81 }, 0)
    expect(update({ container: 0.76 }, 40_000).level).toBe('elevated')
    expect(update({ container: 0.74 }, 41_000).level).toBe('normal')
  })

  test('signals that do not count press nobody', () => {
    const update = gaugeOf({ signals: ['container'] })
    expect(update({ 'heap-live': 0.99, 'memory-stall': 1, container: 0.3 })).toMatchObject({
      level: 'normal',
      signal: 'container',
    })
  })

  test('stalls for memory alone make it elevated, never critical', () => {
    expect(gaugeOf()({ 'memory-stall': 5, container: 0.3 })).toMatchObject({
      level: 'elevated',
      signal: 'memory-stall',
    })
  })

  test('stalls raise by one level what another signal says', () => {
    expect(gaugeOf()({ 'memory-stall': 0.9, container: 0.82 })).toMatchObject({
      level: 'critical',
      signal: 'container',
    })
  })

  test('a late loop is called throttled when the CPU quota did it', () => {
    const update = gaugeOf()
    expect(update({ 'loop-delay': 0.95 }, 0, { cpuThrottled: true }).signal).toBe('throttled')
    expect(update({ 'loop-delay': 0.95 }, 50, { cpuThrottled: false }).signal).toBe('loop-delay')
  })
})

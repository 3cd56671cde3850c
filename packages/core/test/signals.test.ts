import fc from 'fast-check'
import type { Sample } from '../src/sample.js'
import { allSignals } from '../src/signals/all-signals.js'

const MIB = 2 ** 20
const LIMITS = { limitBytes: 500 * MIB, maxGcTimeRatio: 0.8, maxLoopDelayMs: 1000, maxStallRatio: 0.2 }

const CALM: Sample = {
  atMs: 0,
  rssBytes: 100 * MIB,
  heapUsedBytes: 50 * MIB,
  heapTotalBytes: 80 * MIB,
  heapLimitBytes: 200 * MIB,
  externalBytes: 0,
  arrayBuffersBytes: 0,
  eventLoopDelayMs: 0,
  eventLoopUtilizationRatio: 0,
  gcTimeRatio: 0,
}

const read = (name: string, more: Partial<Sample>, limits = LIMITS) =>
  allSignals(limits)
    .find((signal) => signal.name === name)
    ?.read({ ...CALM, ...more })

describe('signals', () => {
  test('container: working set against the limit, silent without one', () => {
    expect(read('container', { containerUsedBytes: 60 * MIB, containerLimitBytes: 240 * MIB })).toEqual({
      ratio: 0.25,
      usedBytes: 60 * MIB,
      limitBytes: 240 * MIB,
    })
    expect(read('container', { containerUsedBytes: 60 * MIB })).toBeUndefined()
  })

  test('rss: only with a cap of the user', () => {
    expect(read('rss', {})?.ratio).toBe(0.2)
    expect(read('rss', {}, { ...LIMITS, limitBytes: undefined as never })).toBeUndefined()
  })

  test('F11: a heap full of garbage presses nobody, live heap does', () => {
    expect(read('heap-live', { heapUsedBytes: 170 * MIB, liveHeapBytes: 40 * MIB })?.ratio).toBe(0.2)
    expect(read('heap-live', { heapUsedBytes: 190 * MIB, liveHeapBytes: 180 * MIB })?.ratio).toBe(0.9)
  })

  test('the raw heap counts near the limit while the collector works hard and gets nowhere', () => {
    const nearLimit = { heapUsedBytes: 190 * MIB, liveHeapBytes: 40 * MIB }
    expect(read('heap-live', nearLimit)?.ratio).toBe(0.2)
    expect(read('heap-live', { ...nearLimit, gcTimeRatio: 0.5 })?.ratio).toBe(0.95)
  })

  test('what was live at the last collection can only have become less than is in use now', () => {
    expect(read('heap-live', { heapUsedBytes: 20 * MIB, liveHeapBytes: 150 * MIB })?.ratio).toBe(0.1)
  })

  test('host: only where no container limit is nearer', () => {
    const host = { hostAvailableBytes: 25 * MIB, hostTotalBytes: 100 * MIB }
    expect(read('host', host)?.ratio).toBe(0.75)
    expect(read('host', { ...host, containerLimitBytes: 50 * MIB })).toBeUndefined()
    expect(read('host', {})).toBeUndefined()
  })

  test('gc-time, loop-delay and memory-stall are shares of their maximum', () => {
    expect(read('gc-time', { gcTimeRatio: 0.4 })?.ratio).toBe(0.5)
    expect(read('loop-delay', { eventLoopDelayMs: 900 })?.ratio).toBe(0.9)
    expect(read('memory-stall', { memoryStallRatio: 0.1 })?.ratio).toBe(0.5)
    expect(read('memory-stall', {})).toBeUndefined()
  })

  test('F06: whatever a sample holds, no NaN and no Infinity comes out', () => {
    const odd = fc.oneof(
      fc.constantFrom(0, -1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1.8e19),
      fc.double(),
    )
    const fields = fc.record(
      {
        rssBytes: odd,
        heapUsedBytes: odd,
        heapLimitBytes: odd,
        liveHeapBytes: odd,
        containerUsedBytes: odd,
        containerLimitBytes: odd,
        hostAvailableBytes: odd,
        hostTotalBytes: odd,
        eventLoopDelayMs: odd,
        gcTimeRatio: odd,
        memoryStallRatio: odd,
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(fields, odd, (more, limitBytes) => {
        for (const signal of allSignals({ ...LIMITS, limitBytes })) {
          const state = signal.read({ ...CALM, ...more } as Sample)
          if (state !== undefined) expect(Number.isFinite(state.ratio)).toBe(true)
        }
      }),
    )
  })
})

import { sampleOf } from '@plimsoll/core/testing'
import { AllocationRate } from '../src/watch/allocation-rate.js'

const YOUNG_BYTES = 16e6

/** Allocates so much a second from then on, with a sample every 0.8 s. */
function allocate(rate: AllocationRate, perSecond: number, fromMs: number, toMs: number): void {
  let bytes = 0
  let leftMs = 0
  for (let atMs = fromMs; atMs <= toMs; atMs += 50) {
    bytes += perSecond / 20
    leftMs -= 50
    if (bytes >= YOUNG_BYTES) {
      rate.note({ kind: 'minor', startMs: atMs, durationMs: 2, forced: false })
      bytes = 0
    }
    if (leftMs > 0) continue
    rate.noteSample(sampleOf({ atMs, heapUsedBytes: 10e6 + bytes }))
    leftMs = 800
  }
}

describe('how fast a program allocates', () => {
  test.each([0.4e6, 3e6, 12e6, 100e6])('%d bytes a second', (perSecond) => {
    const rate = new AllocationRate()
    allocate(rate, perSecond, 0, 20_000)
    expect(rate.perSecond(20_000, YOUNG_BYTES)).toBeGreaterThan(0.7 * perSecond)
    expect(rate.perSecond(20_000, YOUNG_BYTES)).toBeLessThan(1.4 * perSecond)
  })

  test('is told of the load, not of the start before it', () => {
    const rate = new AllocationRate()
    allocate(rate, 60e6, 0, 1500)
    allocate(rate, 0.5e6, 1600, 5600)
    expect(rate.perSecond(5600, YOUNG_BYTES)).toBeLessThan(1e6)
  })

  test('is 0 before anything was seen', () => {
    expect(new AllocationRate().perSecond(0, YOUNG_BYTES)).toBe(0)
  })
})

import { sampleOf } from '@plimsoll/core/testing'
import { Saturation } from '../src/fitting/saturation.js'

/** Feeds a sample every 50 ms for so long, and returns the room at the end. */
function feed(saturation: Saturation, utilization: number, forMs: number, fromMs = 0): number {
  for (let atMs = fromMs; atMs <= fromMs + forMs; atMs += 50) {
    saturation.update(sampleOf({ atMs, eventLoopUtilizationRatio: utilization }))
  }
  return saturation.roomFactor
}

describe('saturation', () => {
  test('a loop with time to spare needs little room', () => {
    const saturation = new Saturation()
    expect(feed(saturation, 0.5, 10_000)).toBe(1.2)
    expect(saturation.saturated).toBe(false)
  })

  test('a loop that is busy all the time gets more room within a second, and at most four times', () => {
    const saturation = new Saturation()
    expect(feed(saturation, 1, 500)).toBeGreaterThan(2)
    expect(saturation.saturated).toBe(true)
    expect(feed(saturation, 1, 60_000, 500)).toBe(4)
  })

  test('room is given back when there is time again', () => {
    const saturation = new Saturation()
    feed(saturation, 1, 5000)
    feed(saturation, 0.8, 200, 5000)
    expect(saturation.saturated).toBe(true)
    expect(feed(saturation, 0.8, 3000, 5200)).toBe(1.2)
    expect(saturation.saturated).toBe(false)
  })

  test('F08: one sample after a long pause does not count for all of it', () => {
    const saturation = new Saturation()
    saturation.update(sampleOf({ atMs: 0, eventLoopUtilizationRatio: 0 }))
    saturation.update(sampleOf({ atMs: 60_000, eventLoopUtilizationRatio: 1 }))
    expect(saturation.roomFactor).toBeLessThan(2)
  })
})

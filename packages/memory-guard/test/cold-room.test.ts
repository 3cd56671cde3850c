import { sampleOf } from '@plimsoll/core/testing'
import { ColdRoom } from '../src/fitting/cold-room.js'

/** Feeds samples for so long, turning requests away in between or not, and returns the room of a cold route. */
function feed(
  cold: ColdRoom,
  options: { utilization: number; forMs: number; heldBack?: boolean; everyMs?: number; fromMs?: number },
): number {
  const { utilization, forMs, heldBack = true, everyMs = 250, fromMs = 0 } = options
  for (let atMs = fromMs; atMs <= fromMs + forMs; atMs += everyMs) {
    if (heldBack) cold.heldBack()
    cold.update(sampleOf({ atMs, eventLoopUtilizationRatio: utilization }))
  }
  return cold.roomFor(1, 1.2)
}

describe('room for code that is cold', () => {
  test('is four times at first, and that of warm code once the route is warm', () => {
    const cold = new ColdRoom()
    expect(cold.roomFor(1, 1.2)).toBe(4)
    expect(cold.roomFor(0.5, 1.2)).toBeCloseTo(2.6)
    expect(cold.roomFor(0, 1.2)).toBe(1.2)
  })

  test('shrinks within two seconds while requests are held back and the loop has time to spare', () => {
    expect(feed(new ColdRoom(), { utilization: 0.5, forMs: 2000 })).toBeLessThan(1.5)
  })

  test('stays while nobody is held back, or the loop is busy', () => {
    expect(feed(new ColdRoom(), { utilization: 0.1, forMs: 60_000, heldBack: false })).toBe(4)
    expect(feed(new ColdRoom(), { utilization: 0.97, forMs: 60_000 })).toBe(4)
  })

  test('comes back within half a second when the loop is saturated', () => {
    const cold = new ColdRoom()
    feed(cold, { utilization: 0.5, forMs: 5000 })
    expect(feed(cold, { utilization: 1, forMs: 500, fromMs: 5250 })).toBe(4)
  })

  test('the sample in which a flood begins, calm before it included, does not count', () => {
    const cold = new ColdRoom()
    feed(cold, { utilization: 0, forMs: 5000, heldBack: false, everyMs: 5000 })
    expect(feed(cold, { utilization: 0.3, forMs: 0, fromMs: 10_000 })).toBe(4)
  })
})

import { heldRate } from '../../src/confirm/held.js'
import { kept } from '../support/kept.js'

const EVEN = new Array<number>(10).fill(10_000)

describe.each(['requests', 'seconds'] as const)('what places hold, by %s', (axis) => {
  test('is their rate, where it goes on evenly', () => {
    expect(heldRate(kept({ epochBytes: EVEN }), axis)).toBe(axis === 'requests' ? 100 : 10_000)
  })

  test('F14: is nothing where a step in load left it, half way, and no more came', () => {
    const epochBytes = [100, 0, 100, 0, 49_900, 49_900, 0, 0, 0, 0]
    expect(heldRate(kept({ epochBytes }), axis)).toBe(0)
  })

  test('is their rate where it has begun half way and goes on', () => {
    const epochBytes = [0, 0, 0, 0, 20_000, 20_000, 20_000, 20_000, 20_000, 0]
    const lateOverEarly = Number.POSITIVE_INFINITY
    expect(heldRate(kept({ epochBytes, lateOverEarly }), axis)).toBeGreaterThan(0)
  })

  test('that slows down a little is nothing if the samples can tell', () => {
    const slowing = { epochBytes: EVEN, lateOverEarly: 0.75 }
    expect(heldRate(kept(slowing), axis)).toBe(0)
    expect(heldRate(kept({ ...slowing, samples: 40 }), axis)).toBeGreaterThan(0)
  })
})

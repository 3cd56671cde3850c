import { Newcomers } from '../src/fitting/newcomers.js'
import { MIB, SimulatedProcess } from './simulated-process.js'

/** Eighty requests a second for that long; tells how many were let in. */
function flood(app: SimulatedProcess, request: Parameters<SimulatedProcess['arrive']>[0], forMs: number) {
  let admitted = 0
  for (let ms = 0; ms < forMs; ms += 12.5) {
    if (app.arrive(request) === undefined) admitted += 1
    app.clock.advance(12.5)
  }
  return admitted
}

describe('a flood at a route that nobody knows', () => {
  test.each([50, 100, 200, 300])(
    'lives although it allocates %d ms after it was let in',
    (allocatesAfterMs) => {
      const app = new SimulatedProcess({ poolsPages: true })
      const request = { path: '/report', holdsBytes: 4e6, holdsForMs: 1000, allocatesAfterMs }
      expect(flood(app, request, 5000)).toBeGreaterThan(100)
      expect(app.peakBytes).toBeLessThan(256 * MIB)
    },
  )

  test('of streams that stay open and take next to nothing is let in', () => {
    const app = new SimulatedProcess()
    const stream = { path: '/events', holdsBytes: 20_000, holdsForMs: 600_000 }
    expect(flood(app, stream, 20_000)).toBe(1600)
  })
})

describe('what newcomers may still take', () => {
  test('is for each what the process grew by for each that was let in', () => {
    const newcomers = new Newcomers()
    for (let inFlight = 0; inFlight < 4; inFlight += 1) {
      newcomers.admitted()
      newcomers.came(inFlight, 100, 0)
    }
    expect(newcomers.mayTakeBytes(4, 100, 10)).toBe(0)
    expect(newcomers.mayTakeBytes(4, 140, 10)).toBe(40)
    expect(newcomers.mayTakeBytes(1, 140, 10)).toBe(10)
    // Others that were let in meanwhile may have taken it.
    for (let i = 0; i < 4; i += 1) newcomers.admitted()
    expect(newcomers.mayTakeBytes(4, 140, 10)).toBe(20)
  })

  test('is nothing once they have been in for ten seconds, or are gone', () => {
    const newcomers = new Newcomers()
    newcomers.admitted()
    newcomers.came(0, 100, 0)
    for (let second = 1; second < 10; second += 1) {
      expect(newcomers.mayTakeBytes(1, 100 + 2 ** second, 1000 * second)).toBe(2 ** second)
    }
    expect(newcomers.mayTakeBytes(0, 2000, 9999)).toBe(0)
    expect(newcomers.mayTakeBytes(1, 2000, 10_001)).toBe(0)
  })

  test('is nothing once the process has hardly grown for a second: whoever is in has what he needs', () => {
    const newcomers = new Newcomers()
    newcomers.admitted()
    newcomers.came(0, 100, 0)
    expect(newcomers.mayTakeBytes(1, 200, 600)).toBe(100)
    expect(newcomers.mayTakeBytes(1, 200, 1000)).toBe(100)
    expect(newcomers.mayTakeBytes(1, 205, 1999)).toBe(105)
    expect(newcomers.mayTakeBytes(1, 205, 2000)).toBe(0)
    // Whoever comes then is looked at anew, and those before are not.
    newcomers.admitted()
    newcomers.came(1, 205, 2100)
    expect(newcomers.mayTakeBytes(2, 215, 2200)).toBe(10)
  })
})

import { MIB, SimulatedProcess } from './simulated-process.js'

const MINUTE = 60_000
const REQUEST = { method: 'GET', path: '/work', holdsBytes: 4 * MIB, holdsForMs: 200 }

/** Ten minutes of a load that swings about what the container can hold; tells what happened. */
function serveAtTheThreshold(perSecond: number) {
  const app = new SimulatedProcess({ guard: { costs: { 'GET /work': 4 * MIB } } })
  const changesIn = new Array<number>(10).fill(0)
  const served = { offered: 0, admitted: 0 }
  let level = app.guard.memory.pressure
  const stepMs = 1000 / perSecond
  for (let ms = 0; ms < 10 * MINUTE; ms += stepMs) {
    // Busy and quiet spells of a few seconds, a different length each, so that nothing beats in time.
    if (Math.sin(ms / 3100) + Math.sin(ms / 740) > -0.6) {
      served.offered += 1
      if (app.arrive(REQUEST) === undefined) served.admitted += 1
    }
    app.clock.advance(stepMs)
    const { pressure } = app.guard.memory
    if (pressure !== level) changesIn[Math.floor(ms / MINUTE)]! += 1
    level = pressure
  }
  return { app, changesIn, served }
}

describe('load at the threshold for ten minutes', () => {
  test.each([40, 80, 160])(
    'F40: at %d requests a second the level changes twice a minute at most',
    (rate) => {
      const { app, changesIn } = serveAtTheThreshold(rate)
      const [first, ...later] = changesIn
      expect(first).toBeLessThanOrEqual(3)
      for (const changes of later) expect(changes).toBeLessThanOrEqual(2)
      expect(app.peakBytes).toBeLessThan(256 * MIB)
    },
  )

  test('F40: and what fits is served all the same', () => {
    const { served } = serveAtTheThreshold(80)
    // 80 a second hold 64 MiB at a time: they fit, whatever level is reported.
    expect(served.admitted / served.offered).toBeGreaterThan(0.9)
  })
})

import { RouteCost } from '../src/costs/route-cost.js'
import { createMemoryGuard } from '../src/create-memory-guard.js'
import { MIB, SimulatedProcess } from './simulated-process.js'

const HEAVY = { path: '/heavy', holdsBytes: 4 * MIB, holdsForMs: 200 }
const LIGHT = { path: '/light', holdsBytes: 20_000, holdsForMs: 20 }

const costOf = (app: SimulatedProcess, route: string) =>
  app.guard.stats.costs.find((cost) => cost.route === route)

/** Serves a light load for a while, as a server does before a rush. Arrivals are uneven, as they are. */
function warmUp(app: SimulatedProcess, seconds: number) {
  let seed = 7
  const chance = (): number => {
    seed = (seed * 16_807) % 2_147_483_647
    return seed / 2_147_483_647
  }
  const untilMs = app.clock.now() + seconds * 1000
  while (app.clock.now() < untilMs) {
    app.arrive(chance() < 0.25 ? HEAVY : LIGHT)
    app.clock.advance(1 + Math.floor(50 * chance()))
  }
}

describe('learned costs', () => {
  test('nothing has to be declared: after a while a route costs about what it holds', () => {
    const app = new SimulatedProcess()
    warmUp(app, 20)
    expect(costOf(app, 'GET /heavy')?.bytes).toBeGreaterThan(2 * MIB)
    expect(costOf(app, 'GET /heavy')?.bytes).toBeLessThan(8 * MIB)
    expect(costOf(app, 'GET /heavy')?.confidence).toBeGreaterThan(0)
    expect(costOf(app, 'GET /light')?.bytes).toBeLessThan(1.5 * MIB)
  })

  test('a rush of what was learned is held back before its memory is there', () => {
    const app = new SimulatedProcess()
    warmUp(app, 20)
    const admitted = app.burst(500, { ...HEAVY, allocatesAfterMs: 30 })
    expect(admitted).toBeGreaterThan(10)
    app.clock.advance(1000)
    expect(app.peakBytes).toBeLessThan(256 * MIB)
    expect(app.inFlight).toBe(0)
  })

  test('a rush of what is not known yet is watched while its memory comes', () => {
    const app = new SimulatedProcess()
    app.burst(500, HEAVY)
    app.clock.advance(1000)
    expect(app.peakBytes).toBeLessThan(256 * MIB)
    expect(app.guard.stats.shed).toBeGreaterThan(0)
  })

  test('parameters in the path make one route, not many', () => {
    const app = new SimulatedProcess()
    for (let id = 0; id < 300; id += 1) {
      app.arrive({ path: `/orders/${id}/lines`, holdsForMs: 1 })
      app.clock.advance(2)
    }
    expect(app.guard.stats.costs.map(({ route }) => route)).toEqual(['other', 'GET /orders/:value/lines'])
  })

  test('F46: paths that are made up fill a bounded table, the rest are counted as other', () => {
    const app = new SimulatedProcess()
    for (let i = 0; i < 2000; i += 1) {
      app.arrive({ path: `/${'x'.repeat(i % 40)}${String.fromCharCode(97 + (i % 26))}/y`, holdsForMs: 1 })
      app.clock.advance(2)
    }
    expect(app.guard.stats.costs.length).toBeLessThanOrEqual(201)
    expect(app.inFlight).toBe(0)
  })

  test('F36: a path that hides, or a very long one, is of no route', () => {
    const app = new SimulatedProcess()
    for (const path of [undefined, `/${'a/'.repeat(1000)}`]) app.arrive({ path, holdsForMs: 1 })
    app.clock.advance(10)
    expect(app.guard.stats.costs.map(({ route }) => route)).toEqual(['other'])
  })

  test('what the user says of a route is not learned over', () => {
    const app = new SimulatedProcess({ guard: { costs: { 'GET /heavy': 20 * MIB } } })
    warmUp(app, 10)
    expect(costOf(app, 'GET /heavy')).toMatchObject({ bytes: 20 * MIB, confidence: 1 })
  })

  test('what is said later, by a guard that is mounted anew, counts from then on', () => {
    const app = new SimulatedProcess()
    warmUp(app, 5)
    const { sampler, clock, gc: collector } = app
    const ports = { sampler, clock, collector, heap: app.heapProbe(), onError: () => {} }
    const guard = createMemoryGuard({ costs: { 'GET /heavy': 30 * MIB } }, ports)
    guard.start()
    expect(costOf(app, 'GET /heavy')).toMatchObject({ bytes: 30 * MIB, confidence: 1 })
    guard.close()
    expect(costOf(app, 'GET /heavy')?.bytes).toBeLessThan(30 * MIB)
  })

  test('several guards of a process learn from a collection once, as one does', () => {
    const app = new SimulatedProcess()
    const { sampler, clock, gc: collector } = app
    const ports = { sampler, clock, collector, heap: app.heapProbe(), onError: () => {} }
    for (let nth = 0; nth < 3; nth += 1) createMemoryGuard({}, ports).start()
    const alone = new SimulatedProcess()
    for (const each of [app, alone]) warmUp(each, 20)
    expect(costOf(app, 'GET /heavy')).toEqual(costOf(alone, 'GET /heavy'))
  })

  test('what is held for clients that have left is no other’s cost, nor the idle process’s', () => {
    const app = new SimulatedProcess()
    warmUp(app, 20)
    const before = costOf(app, 'GET /heavy')!.bytes
    for (let round = 0; round < 100; round += 1) {
      app.burst(5, { ...HEAVY, clientLeavesAfterMs: 1 })
      app.arrive(HEAVY)
      app.clock.advance(40)
    }
    expect(app.inFlight).toBeLessThanOrEqual(6)
    expect(costOf(app, 'GET /heavy')!.bytes).toBeLessThan(1.5 * before)
  })

  test('a guard that was never started says nothing of any route', () => {
    const app = new SimulatedProcess()
    const { sampler, clock, gc: collector } = app
    const ports = { sampler, clock, collector, heap: app.heapProbe(), onError: () => {} }
    createMemoryGuard({ costs: { 'GET /heavy': 30 * MIB } }, ports)
    expect(app.guard.stats.costs.map(({ route }) => route)).toEqual(['other'])
  })

  test('what is said of all below a path, or with a slash at the end, holds, whatever was learned before', () => {
    const app = new SimulatedProcess()
    app.arrive({ path: '/files/a' })
    app.clock.advance(200)
    const { sampler, clock, gc: collector } = app
    const ports = { sampler, clock, collector, heap: app.heapProbe(), onError: () => {} }
    const guard = createMemoryGuard({ costs: { '/files/*': 3 * MIB, 'POST /up/': 5 * MIB } }, ports)
    guard.start()
    for (const path of ['/files/a', '/files/a/b/c']) app.arrive({ path })
    app.arrive({ method: 'POST', path: '/up' })
    expect(costOf(app, '/files/*')).toMatchObject({ bytes: 3 * MIB, inFlight: 2 })
    expect(costOf(app, 'POST /up/')).toMatchObject({ bytes: 5 * MIB, inFlight: 1 })
    guard.close()
  })

  test('a template that does not find its path again is not learned, and takes no room', () => {
    const app = new SimulatedProcess()
    for (const template of ['/opt{/:id}', '/^\\/re.*$/', '/trail/', '/all/*rest']) {
      const path = { '/trail/': '/trail', '/all/*rest': '/all/of/it' }[template] ?? '/opt'
      const asked = { method: 'GET', path, bodyBytes: 0, raw: {} }
      const verdict = app.guard.admit(asked)
      if (verdict.decision === 'shed') throw new Error('shed')
      app.guard.release(verdict.ticket)
      app.guard.learnRoute(asked, verdict.ticket, template)
    }
    expect(app.guard.stats.costs.map(({ route }) => route)).toEqual([
      'other',
      'GET /trail/',
      'GET /all/*rest',
    ])
  })

  test('F36: a path in capitals does not get around its cost', () => {
    const app = new SimulatedProcess({ guard: { costs: { 'POST /Upload': 8 * MIB } } })
    for (const path of ['/upload', '/UPLOAD', '/uPlOaD']) app.arrive({ method: 'POST', path })
    expect(costOf(app, 'POST /Upload')).toMatchObject({ bytes: 8 * MIB, inFlight: 3 })
  })

  test('a cost without a method holds for every method, a parameter for every value', () => {
    const app = new SimulatedProcess({ guard: { costs: { '/files/:name': 3 * MIB } } })
    app.arrive({ method: 'PUT', path: '/files/a.bin' })
    app.arrive({ method: 'GET', path: '/files/b.bin' })
    expect(costOf(app, '/files/:name')).toMatchObject({ bytes: 3 * MIB, inFlight: 2 })
  })
})

describe('a route that is rare', () => {
  test('is not held back while few are in flight, however cold its code', () => {
    const app = new SimulatedProcess({ containerLimitBytes: 512 * MIB })
    const report = { path: '/report', holdsBytes: 40 * MIB, holdsForMs: 400 }
    for (let warmUp = 0; warmUp < 6; warmUp += 1) {
      app.burst(1, report)
      app.clock.advance(1000)
    }
    let admitted = 0
    for (let burst = 0; burst < 10; burst += 1) {
      admitted += app.burst(4, report)
      app.clock.advance(2000)
    }
    expect(admitted).toBe(40)
  })

  test('a route reserves more than its mean, by as much as collections stray from it', () => {
    const route = new RouteCost('/')
    Object.assign(route, { heldBytes: MIB, points: 3 })
    expect(route.estimateBytes(0)).toBeCloseTo(1.1 * MIB)
    for (let i = 0; i < 50; i += 1) route.strays(0, 0.2)
    expect(route.estimateBytes(0)).toBeCloseTo(1.05 * MIB)
    for (let i = 0; i < 50; i += 1) route.strays(0.4, 0.2)
    expect(route.estimateBytes(0) / MIB).toBeCloseTo(1.4)
  })
})

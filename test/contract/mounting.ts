import { board } from '@plimsoll/core'
import { eventually } from './eventually.js'
import type { Stage } from './stage.js'

/** Wherever and however often it is mounted: one decision for each request. */
export function mounting(at: () => Stage): void {
  describe('mounting', () => {
    const decisions = (...guards: readonly ({ stats: { admitted: number; shed: number } } | undefined)[]) =>
      guards.reduce((sum, guard) => sum + (guard?.stats.admitted ?? 0) + (guard?.stats.shed ?? 0), 0)

    test('F30: mounted twice, and once more below: one decision', async () => {
      const stage = at()
      const app = stage.create()
      const first = stage.plimsoll()
      const second = stage.plimsoll()
      const third = stage.memoryGuard()
      app.use(first)
      app.use(second)
      const nested = app.nest('/api')
      nested.use(third)
      nested.get('/work', () => 'done')
      const { ask } = await stage.open(app)
      for (let round = 1; round <= 3; round += 1) {
        expect((await ask('/api/work')).text).toBe('done')
        expect(decisions(first.guard, second.guard, third.guard)).toBe(round)
      }
      stage.process.turn('full')
      expect((await ask('/api/work')).status).toBe(503)
      expect(decisions(first.guard, second.guard, third.guard)).toBe(4)
    })

    test('F30: of two suites the one that was attached first decides, and the other one after it is closed', async () => {
      const stage = at()
      const app = stage.create()
      const [first, second] = [stage.plimsoll(), stage.plimsoll()]
      app.use(first)
      app.use(second)
      app.get('/work', () => 'done')
      const { ask } = await stage.open(app)
      const admitted = () => [first, second].map(({ guard }) => guard?.stats.admitted)
      for (let round = 1; round <= 3; round += 1) {
        await ask('/work')
        expect(admitted()).toEqual([round, 0])
      }
      first.close()
      await ask('/work')
      expect(admitted()).toEqual([3, 1])
    })

    test('F30: attached by hand, the order of attaching decides, whoever is mounted first', async () => {
      const stage = at()
      const app = stage.create()
      const [mountedFirst, attachedFirst] = [stage.plimsoll(), stage.plimsoll()]
      app.use(mountedFirst)
      app.use(attachedFirst)
      app.get('/work', () => 'done')
      const { ask, server } = await stage.open(app)
      attachedFirst.attach(server)
      mountedFirst.attach(server)
      for (let round = 1; round <= 3; round += 1) await ask('/work')
      expect(attachedFirst.guard?.stats.admitted).toBe(3)
      expect(mountedFirst.guard?.stats.admitted).toBe(0)
    })

    test('F30: what is in flight is counted once and given back', async () => {
      const stage = at()
      const app = stage.create()
      const suites = [stage.plimsoll(), stage.plimsoll()]
      for (const suite of suites) app.use(suite)
      const inFlight = () => suites[0]?.guard?.stats.costs.reduce((sum, cost) => sum + cost.inFlight, 0)
      app.get('/work', () => String(inFlight()))
      const { ask } = await stage.open(app)
      for (let round = 0; round < 3; round += 1) expect((await ask('/work')).text).toBe('1')
      await eventually(() => expect(inFlight()).toBe(0))
    })

    test('parts mounted one by one know each other', async () => {
      const stage = at()
      const { factories, common, keep } = stage
      const app = stage.create()
      app.use(stage.memoryGuard())
      app.use(keep(factories.metrics(common)))
      app.use(keep(factories.health(common)))
      app.get('/work', () => 'done')
      const { ask } = await stage.open(app)
      expect((await ask('/work')).text).toBe('done')
      stage.process.turn('full')
      expect((await ask('/work')).status).toBe(503)
      // The guard was told of the endpoints, metrics of the guard, health of the pressure.
      expect((await ask('/livez')).status).toBe(200)
      expect((await ask('/health')).json()).toMatchObject({ status: 'degraded' })
      const { text } = await ask('/metrics')
      expect(text).toMatch(/^plimsoll_requests_total\{decision="shed",.*\} 1$/m)
      expect(text).toMatch(/^plimsoll_health_status\{status="degraded"\} 1$/m)
    })

    test('a guard on a sub-application guards that, and nothing else', async () => {
      const stage = at()
      const app = stage.create()
      const nested = app.nest('/api')
      nested.use(stage.memoryGuard())
      nested.get('/work', () => 'below')
      app.get('/work', () => 'above')
      const { ask, server } = await stage.open(app)
      expect((await ask('/api/work')).text).toBe('below')
      stage.process.turn('full')
      expect((await ask('/api/work')).status).toBe(503)
      expect((await ask('/work')).text).toBe('above')
      expect(Object.hasOwn(server, 'emit')).toBe(false)
    })

    test('a guard under a prefix guards what is below it', async () => {
      const stage = at()
      const app = stage.create()
      app.useAt('/api', stage.memoryGuard())
      app.get('/api/work', () => 'below')
      app.get('/work', () => 'above')
      const { ask } = await stage.open(app)
      expect((await ask('/api/work')).text).toBe('below')
      stage.process.turn('full')
      expect((await ask('/api/work')).status).toBe(503)
      expect((await ask('/work')).text).toBe('above')
    })

    test('endpoints under a prefix are answered there, and never shed once they were asked for', async () => {
      const stage = at()
      const { factories, common, keep } = stage
      const app = stage.create()
      app.use(stage.memoryGuard())
      app.useAt('/internal', keep(factories.health(common)))
      const { ask } = await stage.open(app)
      expect((await ask('/internal/livez')).status).toBe(200)
      stage.process.turn('full')
      expect((await ask('/internal/livez')).status).toBe(200)
      expect((await ask('/internal/other')).status).toBe(503)
    })

    test('one request below the prefix makes all its endpoints known, whatever it asked for', async () => {
      const stage = at()
      const { factories, common, keep } = stage
      const app = stage.create()
      app.use(stage.memoryGuard())
      app.useAt('/internal', keep(factories.health(common)))
      const { ask } = await stage.open(app)
      expect((await ask('/internal/other')).status).toBe(404)
      stage.process.turn('full')
      for (const path of ['/internal/livez', '/internal/readyz']) expect((await ask(path)).status).toBe(200)
    })

    test('an endpoint under a prefix that is exempt is never shed, asked for before or not', async () => {
      const stage = at()
      const { factories, common, keep } = stage
      const app = stage.create()
      app.use(stage.memoryGuard({ exempt: ['/internal/livez'] }))
      app.useAt('/internal', keep(factories.health(common)))
      const { ask } = await stage.open(app)
      stage.process.turn('full')
      expect((await ask('/internal/readyz')).status).toBe(503)
      expect((await ask('/internal/livez')).json()).toEqual({ status: 'pass' })
      // It has been reached now, so the others are known, too.
      expect((await ask('/internal/readyz')).status).toBe(200)
    })

    test('path: false answers every request that arrives', async () => {
      const stage = at()
      const { factories, common, keep } = stage
      const app = stage.create()
      app.useAt('/how-are-you', keep(factories.health({ ...common, path: false })))
      app.useAt('/numbers', keep(factories.metrics({ ...common, path: false })))
      app.get('/work', () => 'done')
      const { ask } = await stage.open(app)
      expect((await ask('/how-are-you')).json()).toMatchObject({ status: 'healthy' })
      expect((await ask('/numbers')).text).toContain('process_resident_memory_bytes')
      expect((await ask('/work')).text).toBe('done')
    })

    test('closed, the parts are off the board', async () => {
      const stage = at()
      const { factories, common } = stage
      const before = (['endpoint', 'metrics', 'health', 'note'] as const).map((slot) => board().list(slot))
      const suite = factories.plimsoll(common)
      const app = stage.create()
      app.use(suite)
      const { ask } = await stage.open(app)
      await ask('/health')
      expect(board().list('endpoint').length).toBe(before[0]!.length + 5)
      suite.close()
      expect((['endpoint', 'metrics', 'health', 'note'] as const).map((slot) => board().list(slot))).toEqual(
        before,
      )
    })

    test('dry-run serves everybody and counts whom it would have shed', async () => {
      const stage = at()
      const app = stage.create()
      const suite = stage.plimsoll({ mode: 'dry-run' })
      app.use(suite)
      app.get('/work', () => 'done')
      const { ask } = await stage.open(app)
      stage.process.turn('full')
      for (let round = 0; round < 3; round += 1) expect((await ask('/work')).text).toBe('done')
      expect(suite.guard?.stats.shed).toBe(3)
    })
  })
}

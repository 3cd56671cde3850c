import { IncomingMessage } from 'node:http'
import type { Stage } from './stage.js'

/** Who is served while the others are turned away. */
export function criticalRoutes(at: () => Stage): void {
  describe('critical routes', () => {
    async function criticalServer(criticalRoutes: readonly (string | { exact: string })[]) {
      const stage = at()
      const app = stage.create()
      const suite = stage.plimsoll({ criticalRoutes })
      app.use(suite)
      for (const path of ['/critical', '/critical/now', '/critical-report', '/heavy', '/orders']) {
        app.get(path, () => path)
        app.post(path, () => path)
      }
      const opened = await stage.open(app)
      suite.attach(opened.server)
      stage.process.turn('critical')
      return { ...opened, suite }
    }

    test.each([
      ['/critical', 200],
      ['/critical/now', 200],
      ['/critical?at=1', 200],
      ['/critical/', 200],
      ['/CRITICAL', 200],
      ['/critical-report', 503],
      ['/heavy', 503],
      ['/', 503],
    ])("'/critical' alone: %s is answered %d", async (path, status) => {
      const { ask } = await criticalServer(['/critical'])
      expect((await ask(path)).status).toBe(status)
    })

    test.each([
      '/critical/../heavy',
      '//critical',
      '/%63ritical',
      '/heavy;/critical',
      '/critical%2f..%2fheavy',
    ])('F36: %s is on no critical route', async (path) => {
      const { ask } = await criticalServer(['/critical'])
      expect((await ask(path)).status).toBe(503)
    })

    test('a method in front narrows the rule', async () => {
      const { ask } = await criticalServer(['POST /orders'])
      expect((await ask('/orders', { method: 'POST' })).status).toBe(200)
      expect((await ask('/orders')).status).toBe(503)
    })

    test('exact means that path alone', async () => {
      const { ask } = await criticalServer([{ exact: '/critical' }])
      expect((await ask('/critical')).status).toBe(200)
      expect((await ask('/critical/now')).status).toBe(503)
    })

    test('F44: at the hard limit the critical ones are turned away, too', async () => {
      const { ask, suite } = await criticalServer(['/critical'])
      at().process.turn('emergency')
      expect((await ask('/critical')).status).toBe(503)
      expect(suite.guard?.stats.byPriority.critical.shed).toBe(1)
      expect((await ask('/livez')).status).toBe(200)
    })

    test('F38: no header makes a request critical', async () => {
      const { ask } = await criticalServer(['/critical'])
      const headers = { priority: 'u=0', 'x-priority': 'critical', 'x-plimsoll-priority': 'critical' }
      expect((await ask('/heavy', { headers })).status).toBe(503)
    })

    test('below a prefix the rule is matched on the original path', async () => {
      const stage = at()
      const app = stage.create()
      const api = app.nest('/api')
      api.use(stage.memoryGuard({ criticalRoutes: ['/api/orders'] }))
      api.get('/orders', () => 'order')
      api.get('/reports', () => 'report')
      const { ask } = await stage.open(app)
      stage.process.turn('critical')
      expect(await ask('/api/orders')).toMatchObject({ status: 200, text: 'order' })
      expect((await ask('/api/reports')).status).toBe(503)
    })

    test('a handler on a critical route sees that memory is short, and may answer with less', async () => {
      const stage = at()
      const app = stage.create()
      app.use(stage.plimsoll({ criticalRoutes: ['/critical'] }))
      const { memoryOf } = stage.factories
      app.get('/critical', (seen) => {
        const { memory } = seen as { memory?: unknown }
        return JSON.stringify({ ...memoryOf(seen), same: memory === memoryOf(seen) })
      })
      const { ask } = await stage.open(app)
      expect((await ask('/critical')).json()).toMatchObject({
        pressure: 'normal',
        isCritical: false,
        same: true,
      })
      stage.process.turn('critical')
      expect((await ask('/critical')).json()).toEqual({
        pressure: 'critical',
        isCritical: true,
        ratio: 0.94,
        signal: 'heap-live',
        same: true,
      })
    })

    test('the priority of a request may be said by a function, which is given what Node was given', async () => {
      const stage = at()
      const app = stage.create()
      const given: unknown[] = []
      const priority = (request: unknown) => {
        given.push(request)
        return (request as IncomingMessage).headers['x-paid'] === 'yes' ? 'critical' : 'normal'
      }
      app.use(stage.plimsoll({ priority }))
      app.get('/work', () => 'done')
      const { ask } = await stage.open(app)
      stage.process.turn('critical')
      // The first request comes through the framework, the others are decided on in front of it.
      for (let round = 0; round < 2; round += 1) {
        expect((await ask('/work', { headers: { 'x-paid': 'yes' } })).status).toBe(200)
        expect((await ask('/work')).status).toBe(503)
      }
      expect(given.map((request) => request instanceof IncomingMessage)).toEqual([true, true, true, true])
    })
  })
}

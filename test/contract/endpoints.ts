import { board } from '@plimsoll/core'
import type { Stage } from './stage.js'

const HEALTH_PATHS = ['/health', '/livez', '/readyz', '/startupz', '/metrics']

/** What is answered by us, and never turned away. */
export function endpoints(at: () => Stage): void {
  describe('endpoints', () => {
    async function server(options: Parameters<Stage['plimsoll']>[1] = {}) {
      const stage = at()
      const app = stage.create()
      const suite = stage.plimsoll({}, options)
      app.use(suite)
      app.get('/work', () => 'done')
      return { ...(await stage.open(app)), suite, turn: stage.process.turn }
    }

    test.each(['calm', 'full', 'critical', 'emergency'] as const)(
      'are answered when it is %s',
      async (scene) => {
        const { ask, turn } = await server()
        turn(scene)
        for (const path of HEALTH_PATHS) {
          expect((await ask(path)).status).toBe(200)
          expect((await ask(`${path}?probe=1`)).status).toBe(200)
          expect((await ask(`${path}/`)).status).toBe(200)
        }
        expect((await ask('/work')).status).toBe(scene === 'calm' ? 200 : 503)
      },
    )

    test('/health tells how it is and why', async () => {
      const { ask, turn } = await server({ health: { details: 'status' } })
      const calm = await ask('/health')
      expect(calm.headers['content-type']).toMatch(/^application\/json/)
      expect(calm.headers['cache-control']).toBe('no-store')
      expect(calm.json()).toEqual({
        status: 'healthy',
        reasons: [],
        uptimeSeconds: expect.any(Number),
        memory: { pressure: 'normal', ratio: 0.2, signal: 'container' },
      })
      turn('critical')
      expect((await ask('/health')).json()).toMatchObject({
        status: 'degraded',
        reasons: [{ code: 'memory-critical', message: expect.any(String) }],
        memory: { pressure: 'critical', ratio: 0.94, signal: 'heap-live' },
      })
    })

    test('F75: figures are for this machine, not for who comes through a proxy', async () => {
      const { ask } = await server()
      const near = (await ask('/health')).json() as { memory: object }
      expect(near.memory).toMatchObject({ rssBytes: expect.any(Number), containerLimitBytes: 2 ** 40 })
      const far = (await ask('/health', { headers: { 'x-forwarded-for': '203.0.113.7' } })).json() as {
        memory: object
      }
      expect(Object.keys(far.memory).sort()).toEqual(['pressure', 'ratio', 'signal'])
    })

    test('/health in the shape of the IETF draft for who asks for it', async () => {
      const { ask } = await server()
      const answer = await ask('/health', { headers: { accept: 'application/health+json' } })
      expect(answer.headers['content-type']).toMatch(/^application\/health\+json/)
      expect(answer.json()).toMatchObject({ status: 'pass' })
    })

    test('the probes say pass or fail', async () => {
      const { ask } = await server({ health: { readyOnListen: false } })
      expect((await ask('/livez')).json()).toEqual({ status: 'pass' })
      expect(await ask('/readyz')).toMatchObject({ status: 503 })
      expect((await ask('/startupz')).json()).toEqual({ status: 'fail', reason: 'starting' })
    })

    test('ready() turns the readiness probe', async () => {
      const { ask, suite } = await server({ health: { readyOnListen: false } })
      expect((await ask('/readyz')).status).toBe(503)
      suite.ready()
      expect((await ask('/readyz')).status).toBe(200)
      expect((await ask('/startupz')).status).toBe(200)
    })

    test('F45: while draining the process is alive, not ready, and says so', async () => {
      const { ask } = await server()
      const drain = board().put('drain', () => true)
      try {
        expect((await ask('/livez')).status).toBe(200)
        expect((await ask('/readyz')).status).toBe(503)
        expect((await ask('/health')).json()).toMatchObject({ status: 'draining' })
        expect((await ask('/metrics')).status).toBe(200)
      } finally {
        drain.close()
      }
    })

    test('/metrics is in the text format and counts decisions', async () => {
      const { ask, turn } = await server()
      await ask('/work')
      turn('full')
      await ask('/work')
      const answer = await ask('/metrics')
      expect(answer.headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/)
      expect(answer.text).toMatch(
        /^plimsoll_requests_total\{decision="shed",reason="container",priority="normal"\} 1$/m,
      )
      expect(answer.text).toMatch(/^plimsoll_requests_total\{decision="admitted",.*priority="normal"\} 1$/m)
      expect(answer.text).toMatch(/^plimsoll_pressure_ratio\{signal="container"\} 0\.999$/m)
      expect(answer.text).toMatch(/^process_resident_memory_bytes \d/m)
      expect(answer.text).toMatch(/^http_request_duration_seconds_count\{.*status_code="200".*\} [1-9]/m)
    })

    test('HEAD is answered without a body, what is not reading is refused', async () => {
      const { ask } = await server()
      for (const path of HEALTH_PATHS) {
        expect(await ask(path, { method: 'HEAD' })).toMatchObject({ status: 200, text: '' })
        const refused = await ask(path, { method: 'POST' })
        expect(refused.status).toBe(405)
        expect(refused.headers.allow).toBe('GET, HEAD')
      }
    })

    test('paths are options, and a part can be left out', async () => {
      const { ask, turn } = await server({
        health: { paths: { health: '/internal/status', livez: false } },
        metrics: false,
      })
      expect((await ask('/internal/status')).json()).toMatchObject({ status: 'healthy' })
      for (const path of ['/health', '/livez', '/metrics']) expect((await ask(path)).status).toBe(404)
      turn('full')
      expect((await ask('/internal/status')).status).toBe(200)
      expect((await ask('/health')).status).toBe(503)
    })

    test('exempt paths are of the application, and are not turned away either', async () => {
      const stage = at()
      const app = stage.create()
      app.use(stage.plimsoll({ exempt: ['/ping'] }))
      app.get('/ping', () => 'pong')
      const { ask } = await stage.open(app)
      stage.process.turn('full')
      for (let round = 0; round < 3; round += 1) expect((await ask('/ping')).text).toBe('pong')
      expect((await ask('/ping/below')).status).toBe(503)
    })

    test.each(['//health', '/%68ealth', '/x/../health', '/health;x', '/healthy'])(
      'F36: %s is no endpoint',
      async (path) => {
        const { ask, turn } = await server()
        expect((await ask(path)).status).toBe(404)
        turn('full')
        expect((await ask(path)).status).toBe(503)
      },
    )

    test('F37: a flood of endpoints under pressure has a budget of its own', async () => {
      const { ask, turn, suite } = await server()
      turn('critical')
      const flood = await Promise.all(Array.from({ length: 300 }, () => ask('/livez')))
      const served = flood.filter(({ status }) => status === 200).length
      expect(served).toBeGreaterThanOrEqual(100)
      expect(served).toBeLessThan(300)
      // None of them was a decision on memory, but who was turned away is counted.
      expect(suite.guard?.stats.byReason).toEqual({ 'endpoint-budget': 300 - served })
    })

    test('F37: in a dry run the budget of the endpoints turns nobody away either', async () => {
      const stage = at()
      const app = stage.create()
      app.use(stage.plimsoll({ mode: 'dry-run' }))
      const { ask } = await stage.open(app)
      stage.process.turn('critical')
      const flood = await Promise.all(Array.from({ length: 300 }, () => ask('/livez')))
      expect(flood.every(({ status }) => status === 200)).toBe(true)
    })
  })
}

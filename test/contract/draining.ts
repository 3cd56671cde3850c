import { gracefulShutdown } from '@plimsoll/lifecycle'
import type { Stage } from './stage.js'

const KEEP_ALIVE = { headers: { connection: 'keep-alive' } }

/** What clients and probes see of a process that shuts down. */
export function draining(at: () => Stage): void {
  describe('shutting down', () => {
    async function shuttingDown({ attached = false, turn = 'calm' as 'calm' | 'full' } = {}) {
      const stage = at()
      const app = stage.create()
      const suite = stage.plimsoll({}, { autoAttach: false })
      app.use(suite)
      app.get('/work', () => 'done')
      const opened = await stage.open(app)
      const exits: number[] = []
      const shutdown = stage.keep(
        gracefulShutdown(opened.server, {
          preStopDelayMs: 400,
          signals: false,
          exit: (code) => void exits.push(code),
          logger: stage.logger,
        }),
      )
      // Attached later, the guard stands in front of the shutdown as well.
      if (attached) suite.attach(opened.server)
      expect((await opened.ask('/work', KEEP_ALIVE)).headers.connection).toBe('keep-alive')
      expect((await opened.ask('/readyz')).status).toBe(200)
      if (turn === 'full') stage.process.turn('full')
      return { ...opened, suite, exits, ended: shutdown.shutdown('a test') }
    }

    test('F80: everybody is served, and told to come back on another connection', async () => {
      const { ask, exits, ended } = await shuttingDown()
      const answer = await ask('/work', KEEP_ALIVE)
      expect(answer).toMatchObject({ status: 200, text: 'done' })
      expect(answer.headers.connection).toBe('close')
      expect(await ended).toBe(0)
      await new Promise(setImmediate)
      expect(exits).toEqual([0])
      await expect(ask('/work')).rejects.toThrow(/ECONNREFUSED/)
    })

    test('F45: it is alive, not ready, and says why', async () => {
      const { ask, ended } = await shuttingDown()
      expect((await ask('/livez')).status).toBe(200)
      expect((await ask('/readyz')).json()).toEqual({ status: 'fail', reason: 'draining' })
      expect((await ask('/health')).json()).toMatchObject({
        status: 'draining',
        reasons: [{ code: 'draining', message: 'The process shuts down (a test)' }],
      })
      await ended
    })

    test.each([
      ['in front of the framework', true],
      ['as middleware', false],
    ])('what is shed %s closes its connection as well', async (_, attached) => {
      const { ask, ended } = await shuttingDown({ attached, turn: 'full' })
      const answer = await ask('/work', KEEP_ALIVE)
      expect(answer.status).toBe(503)
      expect(answer.headers.connection).toBe('close')
      await ended
    })
  })
}

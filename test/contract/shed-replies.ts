import type { Stage } from './stage.js'

/** What a client reads when it is turned away, whether the framework was in between or not. */
export function shedReplies(at: () => Stage): void {
  describe.each([
    ['in front of the framework', true],
    ['as middleware', false],
  ])('%s', (_, attached) => {
    async function fullServer() {
      const stage = at()
      const app = stage.create()
      const suite = stage.plimsoll({}, { autoAttach: false })
      const seen = { taps: 0, handled: 0 }
      app.tap(() => {
        seen.taps += 1
      })
      app.use(suite)
      for (const route of [app.get, app.post]) {
        route('/work', () => {
          seen.handled += 1
          return 'done'
        })
      }
      const opened = await stage.open(app)
      if (attached) suite.attach(opened.server)
      stage.process.turn('full')
      return { ...opened, suite, seen }
    }

    test('503 with a whole number of seconds to wait, kept by no cache, as a problem', async () => {
      const { ask, suite, seen } = await fullServer()
      const answer = await ask('/work')
      expect(answer.status).toBe(503)
      expect(answer.headers['retry-after']).toMatch(/^\d+$/)
      expect(Number(answer.headers['retry-after'])).toBeGreaterThanOrEqual(1)
      expect(Number(answer.headers['retry-after'])).toBeLessThanOrEqual(10)
      expect(answer.headers['cache-control']).toBe('no-store')
      expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
      expect(Number(answer.headers['content-length'])).toBe(Buffer.byteLength(answer.text))
      expect(answer.json()).toEqual({
        type: 'about:blank',
        title: 'Service Unavailable',
        status: 503,
        detail: expect.any(String),
      })
      expect(suite.guard?.stats).toMatchObject({ shed: 1, admitted: 0, byReason: { container: 1 } })
      expect(seen.handled).toBe(0)
    })

    test('plain text for who asks for text', async () => {
      const { ask } = await fullServer()
      const answer = await ask('/work', { headers: { accept: 'text/html,*/*;q=0.8' } })
      expect(answer.status).toBe(503)
      expect(answer.headers['content-type']).toMatch(/^text\/plain/)
      expect(answer.text).toMatch(/try again later/)
    })

    test('F24: HEAD gets the same head and no body', async () => {
      const { ask } = await fullServer()
      const answer = await ask('/work', { method: 'HEAD' })
      expect(answer.status).toBe(503)
      expect(answer.text).toBe('')
      expect(answer.headers['retry-after']).toMatch(/^\d+$/)
      expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
    })

    test('F75: nothing in head or body tells of memory, or of the reason', async () => {
      const { ask } = await fullServer()
      const answer = await ask('/work')
      const head = answer.rawHeaders.join(' ')
      expect(`${head} ${answer.text}`).not.toMatch(/memory|heap|rss|container|bytes|ratio|pressure/i)
    })

    test('the application is entered as far as it comes before the middleware, no further', async () => {
      const { ask, seen } = await fullServer()
      await ask('/work')
      expect(seen).toEqual({ taps: attached ? 0 : 1, handled: 0 })
    })

    const posting = (bytes: number) => ({
      method: 'POST',
      body: Buffer.alloc(bytes),
      headers: { connection: 'keep-alive' },
    })

    test('F24: a small body is read, and the connection kept', async () => {
      const { ask } = await fullServer()
      const answer = await ask('/work', posting(10_000))
      expect(answer.status).toBe(503)
      expect(answer.headers.connection).toBe('keep-alive')
    })

    test('F24: a large body is not waited for: the answer says that the connection closes', async () => {
      const { ask } = await fullServer()
      const answer = await ask('/work', posting(400_000))
      expect(answer.status).toBe(503)
      expect(answer.headers.connection).toBe('close')
    })

    test('a body that can never fit is 413, without a time to come again', async () => {
      const { ask } = await fullServer()
      at().process.turn('calm')
      const answer = await ask('/work', {
        method: 'POST',
        headers: { 'content-length': String(2 ** 41), expect: '100-continue' },
      }).catch((error: Error) => error)
      if (answer instanceof Error) throw answer
      expect(answer.status).toBe(413)
      expect(answer.headers['retry-after']).toBeUndefined()
    })

    test('when there is room again, the next request is served', async () => {
      const { ask } = await fullServer()
      expect((await ask('/work')).status).toBe(503)
      at().process.turn('calm')
      expect(await ask('/work')).toMatchObject({ status: 200, text: 'done' })
    })
  })
}

import type { RequestListener } from 'node:http'
import { plimsoll } from '@plimsoll/express'
import { plimsoll as plimsollKoa } from '@plimsoll/koa'
import express4 from 'express4'
import type { Express } from 'express5'
import express5 from 'express5'
import type Koa from 'koa'
import Koa2 from 'koa2'
import Koa3 from 'koa3'
import { ask } from '../contract/ask.js'
import { eventually } from '../contract/eventually.js'
import { serving } from './serving.js'

const { keep, listen, raw, scripted } = serving()

const inFlightOf = (suite: Pick<ReturnType<typeof plimsoll>, 'guard'>) =>
  suite.guard?.stats.costs.reduce((sum, cost) => sum + cost.inFlight, 0)

describe.each([
  ['Express 4', express4 as unknown as () => Express],
  ['Express 5', express5],
])('%s: what a handler does wrong', (_, createExpress) => {
  function guarded() {
    const { options, errors } = scripted()
    const suite = keep(plimsoll(options))
    const app = createExpress()
    app.use(suite)
    const caught: unknown[] = []
    const serve = async () => {
      const report: import('express5').ErrorRequestHandler = (error, _req, res, _next) => {
        caught.push(error)
        res.status(500).send('reported')
      }
      app.use(report)
      return listen(app as RequestListener)
    }
    return { app, suite, errors, caught, serve }
  }

  const THROWN = new TypeError('mine')
  test.each([
    [
      'throws',
      () => {
        throw THROWN
      },
      THROWN,
    ],
    [
      'throws what is no error',
      () => {
        throw 'a string'
      },
      'a string',
    ],
    [
      'calls next(error)',
      (_req: unknown, _res: unknown, next: (error: unknown) => void) => next(THROWN),
      THROWN,
    ],
  ])(
    'F20: a handler that %s: the error arrives untouched, the reservation is given back',
    async (_name, handler, error) => {
      const { app, suite, errors, caught, serve } = guarded()
      app.get('/work', handler as never)
      const { port } = await serve()
      for (let round = 0; round < 2; round += 1) {
        expect(await ask(port, '/work')).toMatchObject({ status: 500, text: 'reported' })
      }
      expect(caught).toEqual([error, error])
      expect(caught[0]).toBe(error)
      expect(errors).toEqual([])
      await eventually(() => expect(inFlightOf(suite)).toBe(0))
    },
  )

  test("F20: next('route') goes on to the next route", async () => {
    const { app, suite, serve } = guarded()
    app.get('/work', (_req, _res, next) => next('route'))
    app.get('/work', (_req, res) => void res.send('the other'))
    const { port } = await serve()
    expect(await ask(port, '/work')).toMatchObject({ status: 200, text: 'the other' })
    await eventually(() => expect(inFlightOf(suite)).toBe(0))
  })

  test('F19: a handler that answers twice gets its own error, and the client one answer', async () => {
    const { app, suite, caught, serve } = guarded()
    app.get('/work', (_req, res) => {
      res.on('error', (error) => caught.push(error))
      res.end('first')
      res.end('second')
    })
    const { port } = await serve()
    expect(await ask(port, '/work')).toMatchObject({ status: 200, text: 'first' })
    await eventually(() => expect(caught).toMatchObject([{ code: 'ERR_STREAM_WRITE_AFTER_END' }]))
    await eventually(() => expect(inFlightOf(suite)).toBe(0))
  })

  test('F33: a handler whose promise is lost answers nothing; when the client leaves nothing is held', async () => {
    const { app, suite, serve } = guarded()
    app.get('/work', () => {
      // What Express 4 makes of an async handler that rejects: nobody ever answers.
      void Promise.reject(new Error('lost')).catch(() => {})
    })
    const { port } = await serve()
    const client = raw(port)
    client.send('GET /work HTTP/1.1', 'Host: x', '', '')
    await eventually(() => expect(inFlightOf(suite)).toBe(1))
    client.socket.destroy()
    await eventually(() => expect(inFlightOf(suite)).toBe(0))
  })
})

test('F20: Express 5: a handler that rejects: the error arrives untouched', async () => {
  const { options } = scripted()
  const suite = keep(plimsoll(options))
  const app = express5()
  const caught: unknown[] = []
  app.use(suite)
  app.get('/work', async () => {
    throw 'a rejected string'
  })
  app.use(((error, _req, res, _next) => {
    caught.push(error)
    res.status(500).send('reported')
  }) as import('express5').ErrorRequestHandler)
  const { port } = await listen(app as RequestListener)
  expect((await ask(port, '/work')).status).toBe(500)
  expect(caught).toEqual(['a rejected string'])
  await eventually(() => expect(inFlightOf(suite)).toBe(0))
})

describe.each([
  ['Koa 2', () => new Koa2() as unknown as Koa],
  ['Koa 3', () => new Koa3() as unknown as Koa],
])('%s: what a handler does wrong', (_, createKoa) => {
  function guarded() {
    const { options, errors } = scripted()
    const suite = keep(plimsollKoa(options))
    const app = createKoa()
    const reported: unknown[] = []
    app.on('error', (error: unknown) => reported.push(error))
    app.use(suite)
    return { app, suite, errors, reported }
  }

  test('F20: a handler that throws: the error arrives untouched, the reservation is given back', async () => {
    const { app, suite, errors, reported } = guarded()
    const thrown = new TypeError('mine')
    app.use(async () => {
      throw thrown
    })
    const { port } = await listen(app.callback())
    for (let round = 0; round < 2; round += 1) expect((await ask(port, '/')).status).toBe(500)
    expect(reported[0]).toBe(thrown)
    expect([reported.length, errors.length]).toEqual([2, 0])
    await eventually(() => expect(inFlightOf(suite)).toBe(0))
  })

  test('F33: middleware that does not await next: Koa answers at once, nothing hangs and nothing is held', async () => {
    const { app, suite } = guarded()
    const late: string[] = []
    app.use((_ctx, next) => {
      void next()
    })
    app.use(async (ctx) => {
      await new Promise((resolve) => setTimeout(resolve, 20))
      ctx.body = 'too late'
      late.push('done')
    })
    const { port } = await listen(app.callback())
    expect((await ask(port, '/')).status).toBe(404)
    await eventually(() => expect(late).toEqual(['done']))
    await eventually(() => expect(inFlightOf(suite)).toBe(0))
  })

  test('F33: ctx.respond = false: the reservation lives until the response of its own has ended', async () => {
    const { app, suite } = guarded()
    app.use((ctx) => {
      ctx.respond = false
      ctx.res.statusCode = 200
      ctx.res.write('first, ')
      setTimeout(() => ctx.res.end(`in flight ${inFlightOf(suite)}`), 30)
    })
    const { port } = await listen(app.callback())
    expect((await ask(port, '/')).text).toBe('first, in flight 1')
    await eventually(() => expect(inFlightOf(suite)).toBe(0))
  })
})

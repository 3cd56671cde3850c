import type { RequestListener } from 'node:http'
import * as plimsollExpress from '@plimsoll/express'
import { type ResourceScope, resourcesOf } from '@plimsoll/http'
import { resourceTracker as onKoa } from '@plimsoll/koa'
import express4 from 'express4'
import express5, { type ErrorRequestHandler, type Express } from 'express5'
import type Koa from 'koa'
import Koa2 from 'koa2'
import Koa3 from 'koa3'
import { ask } from '../contract/ask.js'
import { eventually } from '../contract/eventually.js'
import { serving } from './serving.js'

const { keep, listen, raw, scripted } = serving()

function common() {
  const { options, errors } = scripted()
  const { sampler, logger, onError } = options
  return { errors, options: { sampler, logger, onError } }
}

describe.each([
  ['Express 4', express4 as unknown as () => Express],
  ['Express 5', express5],
])('%s: what a handler does wrong', (_, createExpress) => {
  function tracked() {
    const { errors, options } = common()
    const tracker = keep(plimsollExpress.resourceTracker(options))
    const app = createExpress()
    const caught: unknown[] = []
    app.use(tracker)
    const serve = async () => {
      const report: ErrorRequestHandler = (error, _req, res, _next) => {
        caught.push(error)
        res.status(500).send('reported')
      }
      app.use(report)
      return listen(app as RequestListener)
    }
    return { app, tracker, errors, caught, serve }
  }

  const THROWN = new TypeError('mine')
  const throwing = (error: unknown) => () => {
    throw error
  }
  test.each<[string, (...args: never[]) => void, unknown]>([
    ['throws', throwing(THROWN), THROWN],
    ['throws what is no error', throwing('a string'), 'a string'],
    ['calls next(error)', (_req: never, _res: never, next: (error: unknown) => void) => next(THROWN), THROWN],
  ])(
    'F20: a handler that %s: the error arrives untouched, the scope ends with the answer',
    async (_name, fail, error) => {
      const { app, tracker, errors, caught, serve } = tracked()
      app.get('/work', (req, res, next) => {
        resourcesOf(req).setInterval(() => {}, 60_000)
        fail(...([req, res, next] as never[]))
      })
      const { port } = await serve()
      expect(await ask(port, '/work')).toMatchObject({ status: 500, text: 'reported' })
      expect(caught).toEqual([error])
      expect(caught[0]).toBe(error)
      await eventually(() => expect(tracker.stats).toMatchObject({ tracked: { timer: 0 } }))
      expect([tracker.stats.disposed.timer, errors]).toEqual([1, []])
    },
  )

  test("F20: next('route'): the scope goes on to the next route", async () => {
    const { app, tracker, serve } = tracked()
    const scopes = new Set<ResourceScope>()
    app.get('/work', (req, _res, next) => {
      scopes.add(resourcesOf(req))
      next('route')
    })
    app.get('/work', (req, res) => {
      scopes.add(resourcesOf(req))
      res.send(String(resourcesOf(req).disposed))
    })
    const { port } = await serve()
    expect((await ask(port, '/work')).text).toBe('false')
    expect(scopes.size).toBe(1)
    expect(tracker.stats.late).toBe(0)
  })

  test('F33: a handler whose promise is lost: the scope ends when the client leaves', async () => {
    const { app, tracker, serve } = tracked()
    app.get('/work', (req) => {
      resourcesOf(req).setInterval(() => {}, 60_000)
      // What Express 4 makes of an async handler that rejects: nobody ever answers.
      void Promise.reject(new Error('lost')).catch(() => {})
    })
    const { port } = await serve()
    const client = raw(port)
    client.send('GET /work HTTP/1.1', 'Host: x', '', '')
    await eventually(() => expect(tracker.stats.tracked.timer).toBe(1))
    client.socket.destroy()
    await eventually(() => expect(tracker.stats.disposed.timer).toBe(1))
  })

  test('F19: a handler that answers twice has one scope, which ends once', async () => {
    const { app, tracker, serve } = tracked()
    let disposed = 0
    app.get('/work', (req, res) => {
      resourcesOf(req).defer(() => {
        disposed += 1
        res.end('from a disposer')
      })
      res.on('error', () => {})
      res.end('first')
      res.end('second')
    })
    const { port } = await serve()
    expect((await ask(port, '/work')).text).toBe('first')
    await eventually(() => expect(disposed).toBe(1))
    expect(tracker.stats.failures.deferred).toBe(0)
  })

  test('F31: two copies of the packages have one scope for a request', async () => {
    const { app, tracker, serve } = tracked()
    let copy: typeof plimsollExpress | undefined
    jest.isolateModules(() => {
      copy = require('@plimsoll/express')
    })
    const other = copy as typeof plimsollExpress
    expect(other.resourcesOf).not.toBe(plimsollExpress.resourcesOf)
    app.use(keep(other.resourceTracker(common().options)))
    const shared = {
      closed: 0,
      close() {
        shared.closed += 1
      },
    }
    const requests: (() => void)[] = []
    app.get('/work', (req, res) => {
      const scope = other.resourcesOf(req)
      const same = scope === plimsollExpress.resourcesOf(req)
      scope.use(shared)
      requests.push(() => res.send(String(same)))
      if (requests.length === 2) requests.shift()?.()
    })
    const { port } = await serve()
    const answers = [ask(port, '/work'), ask(port, '/work')]
    expect((await Promise.race(answers)).text).toBe('true')
    await eventually(() => expect(tracker.stats.tracked.disposable).toBe(1))
    expect(shared.closed).toBe(0)
    requests.shift()?.()
    await Promise.all(answers)
    await eventually(() => expect(shared.closed).toBe(1))
  })
})

test('F20: Express 5: a handler that rejects: the error arrives untouched, the scope ends', async () => {
  const { options } = common()
  const tracker = keep(plimsollExpress.resourceTracker(options))
  const app = express5()
  const caught: unknown[] = []
  app.use(tracker)
  app.get('/work', async (req) => {
    await resourcesOf(req).open(__filename)
    throw 'a rejected string'
  })
  app.use(((error, _req, res, _next) => {
    caught.push(error)
    res.status(500).send('reported')
  }) as ErrorRequestHandler)
  const { port } = await listen(app as RequestListener)
  expect((await ask(port, '/work')).status).toBe(500)
  expect(caught).toEqual(['a rejected string'])
  await eventually(() => expect(tracker.stats.disposed.descriptor).toBe(1))
})

describe.each([
  ['Koa 2', () => new Koa2() as unknown as Koa],
  ['Koa 3', () => new Koa3() as unknown as Koa],
])('%s: what a handler does wrong', (_, createKoa) => {
  function tracked() {
    const { errors, options } = common()
    const tracker = keep(onKoa(options))
    const app = createKoa()
    const reported: unknown[] = []
    app.on('error', (error: unknown) => reported.push(error))
    app.use(tracker)
    return { app, tracker, errors, reported }
  }

  test('F20: middleware that throws: the error arrives untouched, the scope ends with the answer', async () => {
    const { app, tracker, errors, reported } = tracked()
    const thrown = new TypeError('mine')
    app.use(async (ctx) => {
      resourcesOf(ctx).setInterval(() => {}, 60_000)
      throw thrown
    })
    const { port } = await listen(app.callback())
    expect((await ask(port, '/')).status).toBe(500)
    expect(reported[0]).toBe(thrown)
    await eventually(() => expect(tracker.stats.disposed.timer).toBe(1))
    expect(errors).toEqual([])
  })

  test('F33: middleware that does not await next: what it adds after the answer is disposed of at once', async () => {
    const { app, tracker } = tracked()
    const late: boolean[] = []
    app.use((_ctx, next) => {
      void next()
    })
    app.use(async (ctx) => {
      const scope = resourcesOf(ctx)
      scope.defer(() => {})
      await eventually(() => expect(scope.disposed).toBe(true))
      scope.defer(() => late.push(true))
    })
    const { port } = await listen(app.callback())
    expect((await ask(port, '/')).status).toBe(404)
    await eventually(() => expect(late).toEqual([true]))
    expect(tracker.stats).toMatchObject({ late: 1, tracked: { deferred: 0 }, disposed: { deferred: 2 } })
  })

  test('F33: ctx.respond = false: the scope lives until the response of its own has ended', async () => {
    const { app, tracker } = tracked()
    app.use((ctx) => {
      const scope = resourcesOf(ctx)
      ctx.respond = false
      ctx.res.statusCode = 200
      ctx.res.write('first, ')
      scope.setTimeout(() => ctx.res.end(String(scope.disposed)), 30)
    })
    const { port } = await listen(app.callback())
    expect((await ask(port, '/')).text).toBe('first, false')
    expect(tracker.stats.late).toBe(0)
  })
})

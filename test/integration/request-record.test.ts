import { IncomingMessage } from 'node:http'
import { memoryGuard, memoryOf, plimsoll, resourcesOf } from '@plimsoll/express'
import { memoryOf as memoryOfKoa, plimsoll as plimsollKoa } from '@plimsoll/koa'
import express from 'express5'
import Koa from 'koa3'
import { ask } from '../contract/ask.js'
import { eventually } from '../contract/eventually.js'
import { serving } from './serving.js'

const { keep, listen, raw, scripted } = serving()

const inFlightOf = ({ guard }: Pick<ReturnType<typeof plimsoll>, 'guard'>) =>
  guard!.stats.costs.reduce((sum, { inFlight }) => sum + inFlight, 0)

describe('a client that says HTTP/2.0 over HTTP/1', () => {
  test('and leaves before the guard is asked holds no reservation', async () => {
    const { options } = scripted()
    const suite = keep(plimsoll({ ...options, autoAttach: false }))
    const app = express()
    const passed: (() => void)[] = []
    app.use((_req, res, next) => void res.on('close', () => setTimeout(next, 20)))
    app.use(suite)
    app.get('/', () => passed.push(() => {}))
    const { port } = await listen(app)
    for (let client = 0; client < 3; client += 1) {
      const { socket } = raw(port)
      socket.write('GET / HTTP/2.0\r\nHost: a\r\n\r\n', () => setTimeout(() => socket.destroy(), 20))
    }
    await eventually(() => expect(passed).toHaveLength(3))
    expect(inFlightOf(suite)).toBe(0)
  })

  test('and is answered has not left', async () => {
    const app = express()
    let signal: AbortSignal | undefined
    let closed = false
    app.get('/', (req, res) => {
      signal = resourcesOf(req).signal
      res.on('close', () => {
        closed = true
      })
      res.send('hello')
    })
    const { port } = await listen(app)
    raw(port).socket.write('GET / HTTP/2.0\r\nHost: a\r\n\r\n')
    await eventually(() => expect(closed).toBe(true))
    expect(signal?.aborted).toBe(false)
  })
})

describe('what is known of a request', () => {
  test('survives middleware that replaces its headers, and its prototype', async () => {
    const { options, turn } = scripted({ mode: 'dry-run' })
    const suite = keep(plimsoll(options))
    const app = express()
    app.use(suite, (req, _res, next) => {
      req.rawHeaders = [...req.rawHeaders]
      Object.setPrototypeOf(req, IncomingMessage.prototype)
      next()
    })
    app.get('/', (req, res) => void res.json([memoryOf(req).pressure, inFlightOf(suite)]))
    const { port } = await listen(app)
    expect(JSON.parse((await ask(port, '/')).text)).toEqual(['normal', 1])
    turn('full')
    expect(JSON.parse((await ask(port, '/')).text)).toEqual(['critical', 1])
  })

  test('is shown behind a mounted application that lets it fall through', async () => {
    const { options } = scripted()
    const inner = express()
    inner.use(keep(memoryGuard({ sampler: options.sampler, logger: options.logger })))
    const app = express()
    app.use(inner)
    app.get('/', (req, res) => void res.send(req.memory.pressure))
    const { port } = await listen(app)
    expect((await ask(port, '/')).text).toBe('normal')
    expect((await ask(port, '/')).text).toBe('normal')
  })

  test("is told of Node's own request, too, in Koa", async () => {
    const { options, turn } = scripted({ mode: 'dry-run' })
    const app = new Koa()
    app.use(keep(plimsollKoa(options)))
    app.use((ctx) => {
      ctx.body = [ctx, ctx.request, ctx.req].map((seen) => memoryOfKoa(seen).pressure)
    })
    const { port } = await listen(app.callback())
    await ask(port, '/')
    turn('full')
    expect(JSON.parse((await ask(port, '/')).text)).toEqual(['critical', 'critical', 'critical'])
  })

  test('is told on a server that is only attached to', async () => {
    const { options, turn } = scripted({ mode: 'dry-run' })
    const suite = keep(plimsoll(options))
    const { server, port } = await listen((req, res) => void res.end(memoryOf(req).pressure))
    suite.attach(server)
    turn('full')
    expect((await ask(port, '/')).text).toBe('critical')
  })
})

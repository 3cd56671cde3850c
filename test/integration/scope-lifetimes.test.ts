import { EventEmitter } from 'node:events'
import { type IncomingMessage, type RequestListener, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { resourceTracker as onExpress } from '@plimsoll/express'
import { plimsoll, type ResourceScope, resourcesOf, resourceTracker } from '@plimsoll/http'
import express from 'express5'
import { eventually } from '../contract/eventually.js'
import { serving } from './serving.js'

const { keep, listen, raw, scripted } = serving()

const GET = (path: string) => [`GET ${path} HTTP/1.1`, 'Host: x', '', '']
const UPGRADE = ['GET /socket HTTP/1.1', 'Host: x', 'Connection: Upgrade', 'Upgrade: websocket', '', '']
const CONNECT = ['CONNECT example.com:443 HTTP/1.1', 'Host: example.com:443', '', '']

type Handler = (req: IncomingMessage, res: ServerResponse, scope: ResourceScope) => void

/** A tracked server, and the scopes of its requests in the order in which they came. */
async function server(handler: Handler) {
  const { sampler, logger } = scripted().options
  const tracker = keep(resourceTracker({ sampler, logger }))
  const scopes: ResourceScope[] = []
  const opened = await listen((req, res) => {
    tracker(req, res, () => {
      const scope = resourcesOf(req)
      scope.setInterval(() => {}, 60_000)
      // Asked for at once, so that it is known what it says at the end.
      void scope.signal
      scopes.push(scope)
      handler(req, res, scope)
    })
  })
  const ended = () => scopes.map(({ disposed }) => disposed)
  const aborted = () => scopes.map(({ signal }) => signal.aborted)
  return { ...opened, tracker, scopes, ended, aborted }
}

describe('F18: a client that leaves', () => {
  test.each<[string, Handler, readonly string[]]>([
    ['before the answer', () => {}, GET('/')],
    ['in the middle of the answer', (_req, res) => void res.write('the first half, '), GET('/')],
    [
      'in the middle of its body',
      (req) => void req.resume(),
      ['POST / HTTP/1.1', 'Host: x', 'Content-Length: 100000', '', 'half'],
    ],
    ['by half', () => {}, GET('/')],
  ])('%s: the scope ends, the signal has aborted', async (how, handler, lines) => {
    const { port, scopes, ended, aborted, tracker } = await server(handler)
    const client = raw(port)
    client.send(...lines)
    await eventually(() => expect(scopes).toHaveLength(1))
    expect(ended()).toEqual([false])
    if (how === 'by half') client.socket.end()
    else client.socket.destroy()
    await eventually(() => expect(ended()).toEqual([true]))
    expect(aborted()).toEqual([true])
    expect(tracker.stats).toMatchObject({ tracked: { timer: 0 }, disposed: { timer: 1 } })
  })

  test.each<[string, Handler]>([
    ['destroys its response', (_req, res) => void res.destroy()],
    ['destroys its request', (req) => void req.destroy()],
  ])('the same where the application %s', async (_name, handler) => {
    const { port, ended, aborted } = await server(handler)
    const client = raw(port)
    client.send(...GET('/'))
    await client.untilClosed()
    await eventually(() => expect(ended()).toEqual([true]))
    expect(aborted()).toEqual([true])
  })

  test('the same where the server gives up waiting', async () => {
    const { port, server: httpServer, ended, aborted } = await server(() => {})
    httpServer.timeout = 30
    const client = raw(port)
    client.send(...GET('/'))
    await client.untilClosed()
    await eventually(() => expect(ended()).toEqual([true]))
    expect(aborted()).toEqual([true])
  })
})

describe('F24: several requests on one connection', () => {
  test('pipelined: each scope ends with its own answer', async () => {
    const { port, ended, aborted } = await server((req, res, scope) => {
      scope.setTimeout(() => res.end(`answer to ${req.url};`), req.url === '/1' ? 40 : 0)
    })
    const client = raw(port)
    for (const path of ['/1', '/2', '/3']) client.send(...GET(path))
    await client.until(/answer to \/3;/)
    await eventually(() => expect(ended()).toEqual([true, true, true]))
    expect(aborted()).toEqual([false, false, false])
  })

  test('a client that leaves ends the scopes of those that wait for their turn, too', async () => {
    const { port, scopes, ended, aborted } = await server((req) => void req.resume())
    const client = raw(port)
    for (let i = 0; i < 4; i += 1) client.send(...GET('/'))
    await eventually(() => expect(scopes).toHaveLength(4))
    client.socket.destroy()
    await eventually(() => expect(ended()).toEqual([true, true, true, true]))
    expect(aborted()).toEqual([true, true, true, true])
  })

  test('HEAD, 204 and 304 end like any other answer', async () => {
    const { port, ended, aborted } = await server((req, res) => {
      res.statusCode = Number(req.url?.slice(1))
      res.end()
    })
    const client = raw(port)
    client.send('HEAD /200 HTTP/1.1', 'Host: x', '', '')
    client.send(...GET('/204'))
    client.send(...GET('/304'))
    await client.until(/304/)
    await eventually(() => expect(ended()).toEqual([true, true, true]))
    expect(aborted()).toEqual([false, false, false])
  })
})

describe('F21: an answer that goes on for hours', () => {
  test('keeps its scope, which does not grow with what ends by itself', async () => {
    const emitter = new EventEmitter().setMaxListeners(0)
    const { port, tracker, ended, aborted } = await server((_req, res, scope) => {
      res.writeHead(200, { 'Content-Type': 'text/event-stream' })
      let sent = 0
      scope.setInterval(() => {
        for (let i = 0; i < 200; i += 1) {
          scope.setTimeout(() => {}, 0)
          scope.once(emitter, 'news', () => {})
        }
        emitter.removeAllListeners('news')
        sent += 1
        res.write(`data: ${sent}\n\n`)
      }, 1)
    })
    const client = raw(port)
    client.send(...GET('/events'))
    await client.until(/data: 40\n/)
    const { timer, listener } = tracker.stats.tracked
    expect(timer + listener).toBeLessThan(1500)
    expect(ended()).toEqual([false])
    client.socket.destroy()
    await eventually(() => expect(ended()).toEqual([true]))
    expect(aborted()).toEqual([true])
    expect(tracker.stats.tracked).toMatchObject({ timer: 0, listener: 0 })
  })
})

describe('F22: an upgraded socket', () => {
  async function upgrading(attached: boolean) {
    const { options } = scripted()
    const suite = keep(plimsoll(options))
    const opened = await listen(() => {})
    const scopes: ResourceScope[] = []
    const onUpgrade = (req: IncomingMessage, socket: Socket) => {
      const scope = resourcesOf(req, socket)
      expect(resourcesOf(req)).toBe(scope)
      void scope.signal
      scope.setInterval(() => {}, 60_000)
      scopes.push(scope)
      socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\n')
      socket.pipe(socket)
      socket.on('error', () => {})
    }
    opened.server.on('upgrade', onUpgrade)
    opened.server.on('connect', onUpgrade)
    if (attached) suite.attach(opened.server)
    return { ...opened, scopes }
  }

  test.each([
    ['a WebSocket, with a guard in front', true, UPGRADE],
    ['a WebSocket, without', false, UPGRADE],
    ['a tunnel, with a guard in front', true, CONNECT],
    ['a tunnel, without', false, CONNECT],
  ])('%s: the scope lives as long as the socket', async (_name, attached, lines) => {
    const { port, scopes } = await upgrading(attached)
    const client = raw(port)
    client.send(...lines)
    await client.until(/101 Switching/)
    client.send('hello')
    await client.until(/hello/)
    expect(scopes[0]?.disposed).toBe(false)
    client.socket.destroy()
    await eventually(() => expect(scopes[0]?.disposed).toBe(true))
    expect(scopes[0]?.signal.aborted).toBe(true)
  })

  test('sent through Express with a response that never goes out, as some packages do', async () => {
    const { sampler, logger } = scripted().options
    const app = express()
    const scopes: ResourceScope[] = []
    app.use(keep(onExpress({ sampler, logger })))
    app.get('/socket', (req) => {
      scopes.push(resourcesOf(req))
      req.socket.pipe(req.socket).write('HTTP/1.1 101 Switching Protocols\r\n\r\n')
    })
    const { server: httpServer, port } = await listen(app as RequestListener)
    httpServer.on('upgrade', (req) => app(req as never, new ServerResponse(req) as never))
    const client = raw(port)
    client.send(...UPGRADE)
    await client.until(/101 Switching/)
    expect(scopes[0]?.disposed).toBe(false)
    client.socket.destroy()
    await eventually(() => expect(scopes[0]?.disposed).toBe(true))
  })
})

describe('a bare server without tracker or response at hand', () => {
  test('the scope ends with the answer that is about to go out', async () => {
    const scopes: ResourceScope[] = []
    const { port } = await listen((req, res) => {
      scopes.push(resourcesOf(req))
      res.end('done')
    })
    const client = raw(port)
    client.send(...GET('/'))
    await client.until(/done/)
    await eventually(() => expect(scopes[0]?.disposed).toBe(true))
    expect(client.socket.destroyed).toBe(false)
  })

  test('F24: of those that wait for their turn, with the connection', async () => {
    const scopes: ResourceScope[] = []
    const { port } = await listen((req) => void scopes.push(resourcesOf(req)))
    const client = raw(port)
    for (let i = 0; i < 3; i += 1) client.send(...GET('/'))
    await eventually(() => expect(scopes).toHaveLength(3))
    client.socket.destroy()
    await eventually(() => expect(scopes.map(({ disposed }) => disposed)).toEqual([true, true, true]))
  })

  test('F28: what is no request has a scope of its own', () => {
    const first = resourcesOf({})
    expect(first.disposed).toBe(false)
    expect(resourcesOf({})).not.toBe(first)
    for (const wrong of [null, undefined, 5, 'text']) expect(resourcesOf(wrong as never).disposed).toBe(false)
  })
})

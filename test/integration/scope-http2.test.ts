import { type ClientHttp2Session, connect, constants, createServer, type Http2Server } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { type ResourceScope, resourcesOf, resourceTracker } from '@plimsoll/http'
import { resourceTracker as onKoa } from '@plimsoll/koa'
import Koa from 'koa3'
import { eventually } from '../contract/eventually.js'
import { serving } from './serving.js'

const { keep, scripted } = serving()

const open: { server: Http2Server; client: ClientHttp2Session }[] = []
afterEach(async () => {
  for (const { server, client } of open.splice(0)) {
    client.destroy()
    await new Promise((resolve) => server.close(resolve))
  }
})

async function serve(server: Http2Server) {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const client = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  client.on('error', () => {})
  open.push({ server, client })
  return client
}

function common() {
  const { sampler, logger } = scripted().options
  return { sampler, logger }
}

/** A server whose `/hangs` never answers, and the scopes by path. */
async function tracked() {
  const tracker = keep(resourceTracker(common()))
  const scopes = new Map<string, ResourceScope>()
  const server = createServer((req, res) => {
    tracker(req as never, res as never, () => {
      const scope = resourcesOf(req)
      void scope.signal
      scope.setInterval(() => {}, 60_000)
      scopes.set(req.url, scope)
      if (req.url !== '/hangs') res.end('done')
    })
  })
  const client = await serve(server)
  const stateOf = (path: string) => [scopes.get(path)?.disposed, scopes.get(path)?.signal.aborted]
  return { client, tracker, scopes, stateOf }
}

const finished = (stream: { resume(): unknown; on(event: string, listener: () => void): unknown }) =>
  new Promise<void>((resolve) => {
    stream.resume()
    stream.on('close', resolve)
  })

describe('F23: HTTP/2', () => {
  test('each stream has a scope of its own, which ends with its answer', async () => {
    const { client, tracker, scopes, stateOf } = await tracked()
    const hanging = client.request({ ':path': '/hangs' })
    hanging.on('error', () => {})
    await finished(client.request({ ':path': '/work' }))
    await eventually(() => expect(stateOf('/work')).toEqual([true, false]))
    await eventually(() => expect(scopes.has('/hangs')).toBe(true))
    expect(stateOf('/hangs')).toEqual([false, false])
    hanging.close(constants.NGHTTP2_CANCEL)
    await eventually(() => expect(stateOf('/hangs')).toEqual([true, true]))
    expect(tracker.stats).toMatchObject({ tracked: { timer: 0 }, disposed: { timer: 2 } })
  })

  test('a session that breaks ends all of them', async () => {
    const { client, scopes, stateOf } = await tracked()
    client.request({ ':path': '/hangs' }).on('error', () => {})
    await eventually(() => expect(scopes.has('/hangs')).toBe(true))
    client.destroy()
    await eventually(() => expect(stateOf('/hangs')).toEqual([true, true]))
  })

  test('streams that are reset by the hundred leave nothing behind', async () => {
    const { client, tracker } = await tracked()
    for (let i = 0; i < 300; i += 1) {
      const stream = client.request({ ':path': '/hangs' })
      stream.on('error', () => {})
      setImmediate(() => stream.close(constants.NGHTTP2_CANCEL))
      if (i % 50 === 0) await new Promise(setImmediate)
    }
    await finished(client.request({ ':path': '/work' }))
    await eventually(() => expect(tracker.stats.tracked.timer).toBe(0))
    expect(tracker.stats.disposed.timer).toBeGreaterThan(0)
  })

  test('without a tracker and without the response: with the stream', async () => {
    const scopes: ResourceScope[] = []
    const client = await serve(createServer((req) => void scopes.push(resourcesOf(req))))
    const stream = client.request({ ':path': '/' })
    stream.on('error', () => {})
    await eventually(() => expect(scopes).toHaveLength(1))
    stream.close(constants.NGHTTP2_CANCEL)
    await eventually(() => expect(scopes[0]?.disposed).toBe(true))
    expect(client.destroyed).toBe(false)
  })

  test('Koa: ctx.resources', async () => {
    const app = new Koa()
    const scopes: ResourceScope[] = []
    app.use(keep(onKoa(common())))
    app.use((ctx) => {
      scopes.push((ctx as unknown as { resources: ResourceScope }).resources)
      ctx.body = 'done'
    })
    const client = await serve(createServer(app.callback() as never))
    await finished(client.request({ ':path': '/' }))
    await eventually(() => expect(scopes[0]?.disposed).toBe(true))
    expect(scopes[0]?.signal.aborted).toBe(false)
  })

  test('F32: the body of a stream is followed like one of HTTP/1', async () => {
    const { currentResources } = await import('@plimsoll/http')
    const tracker = keep(resourceTracker({ ...common(), asyncContext: true }))
    const seen: boolean[] = []
    const client = await serve(
      createServer((req, res) => {
        tracker(req as never, res as never, () => {
          req.on('data', () => seen.push(currentResources() === resourcesOf(req)))
          req.on('end', () => res.end('done'))
        })
      }),
    )
    const stream = client.request({ ':path': '/', ':method': 'POST' })
    stream.write('first')
    await new Promise((resolve) => setTimeout(resolve, 30))
    stream.end('second')
    await finished(stream)
    expect(seen.length).toBeGreaterThan(1)
    expect(new Set(seen)).toEqual(new Set([true]))
  })
})

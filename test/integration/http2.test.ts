import {
  type ClientHttp2Session,
  connect,
  constants,
  createServer,
  type Http2Server,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
} from 'node:http2'
import type { AddressInfo } from 'node:net'
import { plimsoll } from '@plimsoll/http'
import { plimsoll as plimsollKoa } from '@plimsoll/koa'
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
  const ask = (headers: OutgoingHttpHeaders, body?: Buffer) =>
    new Promise<{ headers: IncomingHttpHeaders; text: string; trailers?: IncomingHttpHeaders }>(
      (resolve, reject) => {
        const stream = client.request(headers, { endStream: body === undefined })
        const answer: { headers: IncomingHttpHeaders; text: string; trailers?: IncomingHttpHeaders } = {
          headers: {},
          text: '',
        }
        stream.setEncoding('utf8')
        stream.on('response', (received) => {
          answer.headers = received
        })
        stream.on('trailers', (trailers) => {
          answer.trailers = trailers
        })
        stream.on('data', (chunk) => {
          answer.text += chunk
        })
        stream.on('end', () => resolve(answer))
        stream.on('error', reject)
        if (body !== undefined) stream.end(body)
      },
    )
  return { server, client, ask }
}

/** The compatibility API of HTTP/2, bare, with a handler that waits for `?wait`. */
async function guarded() {
  const { options, turn, errors } = scripted()
  const suite = keep(plimsoll(options))
  const waiting: (() => void)[] = []
  const server = createServer((req, res) => {
    suite(req as never, res as never, () => {
      if (req.url === '/wait') waiting.push(() => res.end('waited'))
      else {
        res.addTrailers({ 'x-sum': '42' })
        res.end('done')
      }
    })
  })
  suite.attach(server)
  const inFlight = () => suite.guard?.stats.costs.reduce((sum, cost) => sum + cost.inFlight, 0)
  return { ...(await serve(server)), suite, turn, errors, waiting, inFlight }
}

describe('HTTP/2', () => {
  test('F23: streams of one connection are each decided on, and given back one by one', async () => {
    const { ask, suite, waiting, inFlight } = await guarded()
    const answers = [1, 2, 3].map(() => ask({ ':path': '/wait' }))
    await eventually(() => expect(inFlight()).toBe(3))
    waiting[1]?.()
    expect((await answers[1])?.text).toBe('waited')
    await eventually(() => expect(inFlight()).toBe(2))
    for (const finish of waiting) finish()
    await Promise.all(answers)
    await eventually(() => expect(inFlight()).toBe(0))
    expect(suite.guard?.stats.admitted).toBe(3)
  })

  test('F23: a stream is shed without a word about the connection, which stays', async () => {
    const { ask, turn } = await guarded()
    turn('full')
    const shed = await ask({ ':path': '/work' })
    expect(shed.headers[':status']).toBe(503)
    expect(shed.headers['retry-after']).toMatch(/^\d+$/)
    expect(shed.headers['cache-control']).toBe('no-store')
    expect(shed.headers.connection).toBeUndefined()
    expect(JSON.parse(shed.text)).toMatchObject({ status: 503 })
    expect((await ask({ ':path': '/livez' })).headers[':status']).toBe(200)
    turn('calm')
    expect((await ask({ ':path': '/work' })).text).toBe('done')
  })

  test('F23: HEAD and bodies of any size are shed', async () => {
    const { ask, turn } = await guarded()
    turn('full')
    expect(await ask({ ':path': '/', ':method': 'HEAD' })).toMatchObject({
      headers: { ':status': 503 },
      text: '',
    })
    for (const bytes of [10, 1_000_000]) {
      const answer = await ask({ ':path': '/', ':method': 'POST' }, Buffer.alloc(bytes))
      expect(answer.headers[':status']).toBe(503)
    }
    turn('calm')
    expect((await ask({ ':path': '/work' })).text).toBe('done')
  })

  test('F23: trailers of who is let in arrive', async () => {
    const { ask } = await guarded()
    expect((await ask({ ':path': '/work' })).trailers).toMatchObject({ 'x-sum': '42' })
  })

  test('F23: a flood of streams that are reset holds nothing', async () => {
    const { client, ask, inFlight, errors } = await guarded()
    for (let round = 0; round < 200; round += 1) {
      const stream = client.request({ ':path': '/wait' })
      stream.on('error', () => {})
      if (round % 2 === 0) stream.close(constants.NGHTTP2_CANCEL)
      else stream.once('ready', () => stream.close(constants.NGHTTP2_CANCEL))
    }
    expect((await ask({ ':path': '/work' })).text).toBe('done')
    await eventually(() => expect(inFlight()).toBe(0))
    expect(errors).toEqual([])
  })

  test('F23: a connection that breaks gives back what all its streams held', async () => {
    const { client, ask, inFlight, errors } = await guarded()
    for (let i = 0; i < 5; i += 1) ask({ ':path': '/wait' }).catch(() => {})
    await eventually(() => expect(inFlight()).toBe(5))
    client.destroy()
    await eventually(() => expect(inFlight()).toBe(0))
    expect(errors).toEqual([])
  })

  test('F22: CONNECT over HTTP/2 is shed as well', async () => {
    const { server, ask, turn } = await guarded()
    server.on('connect', (_req, res) => res.end('tunnel'))
    const headers = { ':method': 'CONNECT', ':authority': 'example.com:443' }
    expect((await ask(headers)).text).toBe('tunnel')
    turn('full')
    expect((await ask(headers)).headers[':status']).toBe(503)
  })

  test('F23: Koa over HTTP/2 is guarded by its first request on', async () => {
    const { options, turn } = scripted()
    const suite = keep(plimsollKoa(options))
    const app = new Koa()
    let entered = 0
    app.use((_ctx, next) => {
      entered += 1
      return next()
    })
    app.use(suite)
    app.use((ctx) => {
      ctx.body = 'done'
    })
    const { ask } = await serve(createServer(app.callback()))
    expect((await ask({ ':path': '/' })).text).toBe('done')
    turn('full')
    expect((await ask({ ':path': '/' })).headers[':status']).toBe(503)
    expect(entered).toBe(1)
    expect((await ask({ ':path': '/health' })).headers[':status']).toBe(200)
  })
})

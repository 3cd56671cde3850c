import { plimsoll } from '@plimsoll/http'
import express from 'express5'
import { ask } from '../contract/ask.js'
import { eventually } from '../contract/eventually.js'
import { type RawConnection, serving } from './serving.js'

const { keep, listen, raw, scripted } = serving()

/** A full server, attached. */
async function fullServer() {
  const { options, turn } = scripted()
  const suite = keep(plimsoll(options))
  const opened = await listen((req, res) =>
    suite(req, res, () => req.resume().on('end', () => res.end('done'))),
  )
  suite.attach(opened.server)
  turn('full')
  return { ...opened, turn }
}

const answers = (client: RawConnection) => client.received.match(/HTTP\/1\.1 \d+/g) ?? []

describe('the connection of a request that was turned away', () => {
  test('F24: is kept after a small body, and used again', async () => {
    const { port, turn } = await fullServer()
    const client = raw(port)
    client.send('POST /a HTTP/1.1', 'Host: x', 'Content-Length: 20000', '', 'x'.repeat(20_000))
    await client.until(/HTTP\/1\.1 503/)
    turn('calm')
    client.send('GET /b HTTP/1.1', 'Host: x', '', '')
    await client.until(/done/)
    expect(answers(client)).toEqual(['HTTP/1.1 503', 'HTTP/1.1 200'])
    expect(client.received).not.toMatch(/Connection: close/i)
  })

  test('F24: pipelined requests are framed one after the other, HEAD without a body', async () => {
    const { port } = await fullServer()
    const client = raw(port)
    client.send('GET /1 HTTP/1.1', 'Host: x', '', '')
    client.send('HEAD /2 HTTP/1.1', 'Host: x', '', '')
    client.send('POST /3 HTTP/1.1', 'Host: x', 'Content-Length: 3', '', 'abc')
    client.send('GET /4 HTTP/1.1', 'Host: x', 'Connection: close', '', '')
    const text = await client.untilClosed()
    expect(answers(client)).toHaveLength(4)
    // Three bodies for four answers, and nothing between them that is not part of an answer.
    const bodies = text.split(/HTTP\/1\.1 503[\s\S]*?\r\n\r\n/).slice(1)
    expect(bodies.map((body) => body.length > 0)).toEqual([true, false, true, true])
    for (const body of bodies.filter((each) => each !== '')) expect(JSON.parse(body).status).toBe(503)
  })

  test('F24: closes after a body of unknown length, the answer arrived', async () => {
    const { port } = await fullServer()
    const client = raw(port)
    client.send('POST / HTTP/1.1', 'Host: x', 'Transfer-Encoding: chunked', '', '5', 'hello', '0', '', '')
    const text = await client.untilClosed()
    expect(text).toMatch(/^HTTP\/1\.1 503/)
    expect(text).toMatch(/Connection: close/)
    expect(JSON.parse(text.split('\r\n\r\n')[1] ?? '')).toMatchObject({ status: 503 })
  })

  test('F24: closes on a client that sends without end, after a bounded number of bytes', async () => {
    const { port, server } = await fullServer()
    const sockets: { bytesRead: number }[] = []
    server.on('connection', (socket) => sockets.push(socket))
    const client = raw(port)
    client.send('POST / HTTP/1.1', 'Host: x', 'Content-Length: 1000000000', '', '')
    const flood = Buffer.alloc(65_536)
    const pump = (): void => {
      while (!client.socket.destroyed && client.socket.write(flood));
    }
    client.socket.on('drain', pump)
    pump()
    expect(await client.untilClosed()).toMatch(/^HTTP\/1\.1 503[\s\S]*Connection: close/)
    expect(sockets[0]?.bytesRead).toBeLessThan(1_000_000)
  })

  test('F24: a client that reads while it writes has the answer, however much it still has to send', async () => {
    const { port } = await fullServer()
    const body = Buffer.alloc(20_000_000)
    const answered = await Promise.all(
      Array.from({ length: 8 }, () => ask(port, '/upload', { method: 'POST', body })),
    )
    expect(answered.map(({ status }) => status)).toEqual(new Array(8).fill(503))
  })

  test('F24: a client that reads only when all is written has the answer to a body of 250 KB', async () => {
    const { port } = await fullServer()
    const client = raw(port)
    client.socket.pause()
    client.send('POST / HTTP/1.1', 'Host: x', 'Content-Length: 250000', '', '')
    await new Promise((resolve) => client.socket.write(Buffer.alloc(250_000), resolve))
    client.socket.resume()
    expect(await client.untilClosed()).toMatch(/^HTTP\/1\.1 503[\s\S]*Connection: close/)
  })

  test('F24: closes on a client that promised a large body and sends nothing', async () => {
    const { port } = await fullServer()
    const client = raw(port)
    client.send('POST / HTTP/1.1', 'Host: x', 'Content-Length: 1000000000', '', '')
    expect(await client.untilClosed()).toMatch(/^HTTP\/1\.1 503[\s\S]*Connection: close/)
  })

  test('F24: 204 and 304 of those who are let in stay without a body', async () => {
    const { options } = scripted()
    const suite = keep(plimsoll(options))
    const { port } = await listen((req, res) =>
      suite(req, res, () => {
        res.statusCode = Number(req.url?.slice(1))
        res.end()
      }),
    )
    const client = raw(port)
    client.send(
      'GET /204 HTTP/1.1',
      'Host: x',
      '',
      '',
      'GET /304 HTTP/1.1',
      'Host: x',
      'Connection: close',
      '',
      '',
    )
    await client.untilClosed()
    expect(answers(client)).toEqual(['HTTP/1.1 204', 'HTTP/1.1 304'])
  })

  test('F30: behind a body parser the body has been read: the connection is kept, and nobody waits', async () => {
    const { options, turn } = scripted()
    const app = express()
    app.use(express.json({ limit: '1mb' }))
    app.use(keep(plimsoll({ ...options, autoAttach: false })) as never)
    const { port } = await listen(app)
    turn('full')
    const client = raw(port)
    const body = JSON.stringify({ text: 'x'.repeat(200_000) })
    const head = ['Host: x', 'Content-Type: application/json', `Content-Length: ${body.length}`]
    for (let round = 1; round <= 2; round += 1) {
      client.send('POST / HTTP/1.1', ...head, '', body)
      await eventually(() => expect(answers(client)).toHaveLength(round))
    }
    expect(client.received).not.toMatch(/Connection: close/i)
  })

  test('F19: an answer that was begun before is not shed: the application finishes it', async () => {
    const { options, turn } = scripted()
    const suite = keep(plimsoll({ ...options, autoAttach: false }))
    const { port } = await listen((req, res) => {
      res.writeHead(200, { 'Content-Type': 'text/plain' })
      res.write('begun, ')
      suite(req, res, () => res.end('finished'))
    })
    turn('full')
    for (const path of ['/', '/health', '/metrics']) {
      const client = raw(port)
      client.send(`GET ${path} HTTP/1.1`, 'Host: x', 'Connection: close', '', '')
      expect(await client.untilClosed()).toMatch(/^HTTP\/1\.1 200[\s\S]*begun, [\s\S]*finished/)
    }
    expect(suite.guard?.stats.shed).toBe(0)
  })
})

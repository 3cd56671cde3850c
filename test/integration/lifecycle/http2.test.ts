import { type ClientHttp2Session, connect } from 'node:http2'
import { drainingServers } from './draining-server.js'
import { overTls } from './raw-client.js'

const start = drainingServers()

async function session(port: number, protocol = 'http2'): Promise<ClientHttp2Session> {
  const overPlain = protocol === 'http2'
  const client = overPlain
    ? connect(`http://127.0.0.1:${port}`)
    : connect(`https://127.0.0.1:${port}`, { createConnection: () => overTls(port, ['h2']) })
  const closed = new Promise<never>((_resolve, reject) => client.once('error', reject))
  client.on('error', () => {})
  await Promise.race([closed, new Promise((resolve) => client.once('connect', resolve))])
  return client
}

function ask(client: ClientHttp2Session, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const stream = client.request({ ':path': path })
    let body = ''
    stream.on('data', (chunk) => {
      body += chunk
    })
    stream.once('error', reject)
    stream.once('end', () => resolve(body))
  })
}

test.each(['http2', 'http2 over TLS'] as const)(
  'F80: streams of %s in flight at SIGTERM are finished after a GOAWAY, an idle session is closed, the code is 0',
  async (protocol) => {
    const server = start({ protocol })
    const port = await server.port
    const [busy, idle] = [await session(port, protocol), await session(port, protocol)]
    expect(await ask(idle, '/fast')).toBe('fast')
    const answers = ['/wait?ms=300', '/stream?ms=400', '/wait?ms=200'].map((path) => ask(busy, path))
    await Promise.all([server.arrived('/wait'), server.arrived('/stream'), server.arrived('/wait')])
    const goodbyes = [busy, idle].map(
      (client) => new Promise((resolve) => client.once('goaway', (code) => resolve(code))),
    )
    server.child.kill('SIGTERM')
    expect(await Promise.all(goodbyes)).toEqual([0, 0])
    expect(await Promise.all(answers)).toEqual(['waited', 'begun ended', 'waited'])
    expect(await server.exitCode).toBe(0)
  },
)

test('F80: a stream of HTTP/2 without end is cut off at the deadline and named; one of events is ended', async () => {
  const server = start({ protocol: 'http2', options: { drainTimeoutMs: 600 } })
  const client = await session(await server.port)
  const events = ask(client, '/events')
  const endless = ask(client, '/wait?ms=60000')
  await Promise.all([server.arrived('/events'), server.arrived('/wait')])
  const cut = endless.catch((error: Error) => error.message)
  server.child.kill('SIGTERM')
  expect(await events).toMatch(/^data: hello/)
  expect(await server.exitCode).toBe(1)
  expect(server.output).toMatch(/leaving 1 request \(GET \/wait, for 0\.\d s\) behind/)
  await cut
})

test('F80: a session that is accepted in the last moment gets its first answer', async () => {
  const server = start({ protocol: 'http2', options: { idleGraceMs: 100 } })
  const port = await server.port
  const tally = { answered: 0, lost: 0 }
  let going = true
  const client = async (): Promise<void> => {
    while (going) {
      const one = await session(port).catch(() => undefined)
      if (one === undefined) continue
      await ask(one, '/busy?ms=1').then(
        () => {
          tally.answered += 1
        },
        () => {
          tally.lost += 1
        },
      )
      one.close()
    }
  }
  const clients = Array.from({ length: 16 }, client)
  while (tally.answered < 64) await new Promise(setImmediate)
  expect(await server.ended()).toBe(0)
  going = false
  await Promise.all(clients)
  expect(tally.lost).toBeLessThanOrEqual(1)
})

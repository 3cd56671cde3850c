import { drainingServers } from './draining-server.js'
import { RawClient } from './raw-client.js'

const start = drainingServers()

describe('F80: HTTP/1 connections at SIGTERM', () => {
  test('what runs, rests, arrives, is pipelined or answered early gets its whole answer, and the code is 0', async () => {
    const server = start({ options: { idleGraceMs: 500 } })
    const port = await server.port
    const clients = Array.from({ length: 6 }, () => new RawClient(port))
    const [idle, active, arriving, pipelining, early, streaming] = clients as [
      RawClient,
      RawClient,
      RawClient,
      RawClient,
      RawClient,
      RawClient,
    ]
    for (const client of [idle, arriving, early]) client.ask('GET /fast')
    await Promise.all([idle, arriving, early].map((client) => client.until(/fast$/)))
    active.ask('POST /wait?ms=300', [], 'body')
    streaming.ask('GET /stream?ms=300')
    pipelining.ask('GET /wait?ms=300')
    await Promise.all([server.arrived('/wait'), server.arrived('/wait'), server.arrived('/stream')])
    arriving.socket.write('POST /wait HTTP/1.1\r\nHost: local')
    early.socket.write('POST /early HTTP/1.1\r\nHost: localhost\r\nContent-Length: 20\r\n\r\n')
    await early.until(/before the body$/)

    server.child.kill('SIGTERM')
    await server.draining()
    pipelining.ask('GET /wait?ms=20')
    pipelining.ask('GET /wait?ms=10')
    idle.ask('POST /wait?ms=10', [], 'one more')
    arriving.socket.write('host\r\nContent-Length: 4\r\n\r\nbody')
    early.socket.write('twenty bytes of body')

    await Promise.all(clients.map(({ closed }) => closed))
    expect(clients.map(({ error }) => error)).toEqual(Array(6).fill(undefined))
    expect(idle.received).toMatch(/Connection: close\r\n[\s\S]*waited$/)
    expect(active.received).toMatch(/Connection: close\r\n[\s\S]*waited$/)
    expect(arriving.received).toMatch(/Connection: close\r\n[\s\S]*waited$/)
    expect(streaming.received).toMatch(/ended\r\n0\r\n\r\n$/)
    expect(pipelining.received.match(/waited/g)).toHaveLength(3)
    expect(pipelining.received.match(/Connection: close/g)).toHaveLength(1)
    expect(await server.exitCode).toBe(0)
  })

  test('a request that is answered before its body was read is not reset', async () => {
    const server = start({ options: { preStopDelayMs: 500, idleGraceMs: 100 } })
    const client = new RawClient(await server.port)
    client.ask('GET /fast')
    await client.until(/fast$/)
    server.child.kill('SIGTERM')
    await new Promise((resolve) => server.child.stdout?.once('data', resolve))
    client.socket.write('POST /early HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2000000\r\n\r\n')
    await server.arrived('/early')
    client.socket.write('x'.repeat(2_000_000))
    await client.closed
    expect(client.error).toBeUndefined()
    expect(client.received).toMatch(/Connection: close\r\n[\s\S]*before the body$/)
    expect(await server.exitCode).toBe(0)
  })

  test('new connections are served during the delay and refused after it, and readiness is off at once', async () => {
    const server = start({ suite: true, options: { preStopDelayMs: 600, idleGraceMs: 100 } })
    const port = await server.port
    const ready = new RawClient(port)
    ready.ask('GET /readyz')
    await ready.until(/200 OK/)
    server.child.kill('SIGTERM')
    await new Promise((resolve) => server.child.stdout?.once('data', resolve))
    const late = new RawClient(port)
    late.ask('GET /fast')
    expect(await late.until(/fast$/)).toMatch(/Connection: close/)
    ready.ask('GET /readyz')
    expect(await ready.until(/503 /)).toMatch(/draining/)
    await server.draining()
    await server.exitCode
    const refused = new RawClient(port)
    await refused.closed
    expect(refused.error?.message).toMatch(/ECONNREFUSED/)
    expect(server.child.exitCode).toBe(0)
  })
})

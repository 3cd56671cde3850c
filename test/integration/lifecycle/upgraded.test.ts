import { drainingServers } from './draining-server.js'
import { RawClient } from './raw-client.js'

const start = drainingServers()
/** Close, 1001: the server is going away. */
const goingAway = Buffer.from([0x88, 0x02, 0x03, 0xe9]).toString('latin1')
const websocket = (protocol: string): readonly string[] => [
  `Upgrade: ${protocol}`,
  'Connection: Upgrade',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Version: 13',
]

describe('F80: upgraded connections', () => {
  test('a WebSocket is told 1001, answers, and the code is 0', async () => {
    const server = start()
    const client = new RawClient(await server.port)
    client.ask('GET /chat', websocket('websocket'))
    await client.until(/101 Switching/)
    const head = client.received.length
    server.child.kill('SIGTERM')
    await client.until(new RegExp(goingAway))
    expect(client.received.slice(head)).toBe(goingAway)
    // A masked Close of its own, as RFC 6455 asks of a client.
    client.socket.end(Buffer.from([0x88, 0x82, 0, 0, 0, 0, 0x03, 0xe9]))
    expect(await server.exitCode).toBe(0)
  })

  test('another protocol is waited for, and cut off at the deadline', async () => {
    const server = start({ options: { drainTimeoutMs: 500 } })
    const client = new RawClient(await server.port)
    client.ask('GET /tunnel', websocket('made-up/1'))
    await client.until(/101 Switching/)
    expect(await server.ended()).toBe(1)
    expect(server.output).toMatch(/leaving 1 upgraded connection \(made-up\/1 \/tunnel, for 0\.\d s\) behind/)
  })
})

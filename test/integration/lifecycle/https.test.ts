import { connect } from 'node:net'
import { drainingServers } from './draining-server.js'
import { overTls, RawClient } from './raw-client.js'

const start = drainingServers()

test.each(['https', 'http2 over TLS'] as const)(
  'F80: HTTP/1 on a server of %s: idle, active and shaking hands, each gets its answer, and the code is 0',
  async (protocol) => {
    const server = start({ protocol, options: { idleGraceMs: 500 } })
    const port = await server.port
    const client = (): RawClient => new RawClient(port, overTls(port, ['http/1.1']))
    const [idle, active] = [client(), client()]
    idle.ask('GET /fast')
    await idle.until(/fast$/)
    active.ask('GET /wait?ms=300')
    await server.arrived('/wait')
    // A connection that says nothing: its handshake is not waited for longer than an idle connection would be.
    const silent = connect(port, '127.0.0.1').on('error', () => {})
    await new Promise((resolve) => silent.once('connect', resolve))
    server.child.kill('SIGTERM')
    await server.draining()
    idle.ask('POST /wait', [], 'one more')
    await Promise.all([idle.closed, active.closed])
    expect([idle.error, active.error]).toEqual([undefined, undefined])
    expect(idle.received).toMatch(/Connection: close\r\n[\s\S]*waited$/)
    expect(active.received).toMatch(/Connection: close\r\n[\s\S]*waited$/)
    expect(await server.exitCode).toBe(0)
  },
)

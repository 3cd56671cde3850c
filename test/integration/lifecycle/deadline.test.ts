import { drainingServers } from './draining-server.js'
import { RawClient } from './raw-client.js'

const start = drainingServers()

test('F80: a slowloris, a client that never reads and a request without end are cut off at the deadline, and named', async () => {
  const server = start({ options: { drainTimeoutMs: 1500, idleGraceMs: 300 }, hooks: ['hangs'] })
  const port = await server.port
  const [loris, deaf, endless] = [new RawClient(port), new RawClient(port), new RawClient(port)]
  loris.ask('GET /fast')
  await loris.until(/fast$/)
  deaf.socket.pause()
  deaf.ask('GET /big')
  endless.ask('GET /wait?ms=60000')
  await Promise.all([server.arrived('/big'), server.arrived('/wait')])
  loris.socket.write('POST /wait HTTP/1.1\r\nX-Slow: ')
  const drip = setInterval(() => loris.socket.write('x'), 100)
  const startMs = performance.now()
  const code = await server.ended()
  clearInterval(drip)
  expect(code).toBe(1)
  expect(performance.now() - startMs).toBeLessThan(2500)
  expect(server.output).toMatch(
    /cutting off 2 requests \(GET \/big, whose client does not read the answer, for [\d.]+ s; GET \/wait, for [\d.]+ s\), 1 request that is still arriving/,
  )
  expect(server.output).toMatch(/hook "hangs"/)
})

test('F80: server-sent events are ended, their clients come back by themselves, and the code is 0', async () => {
  const server = start({ options: { idleGraceMs: 100 } })
  const client = new RawClient(await server.port)
  client.ask('GET /events')
  await client.until(/tick/)
  server.child.kill('SIGTERM')
  await client.closed
  expect(client.received).toMatch(/\r\n0\r\n\r\n$/)
  expect(await server.exitCode).toBe(0)
})

import { drainingServers } from './draining-server.js'
import { RawClient } from './raw-client.js'

const start = drainingServers()

describe('F81: hooks', () => {
  test('one that throws, one that calls process.exit, one that asks the server that is gone: the rest still run', async () => {
    const server = start({ hooks: ['throws', 'exits', 'exits later', 'asks', 'fine'] })
    await server.port
    expect(await server.ended()).toBe(3)
    expect(server.output).toMatch(/hook "throws" failed: Error: broken hook/)
    expect(server.output).toMatch(/hook "exits" called process\.exit\(3\): the other hooks are run first/)
    expect(server.output).toMatch(/hook "exits later" called process\.exit\(4\)/)
    expect(server.output).toMatch(/hook "asks" failed: TypeError: fetch failed/)
    expect(server.output).toMatch(/hook ran/)
    expect(server.output).not.toMatch(/uncaught/)
  })

  test('one that hangs is named, the others run, and the code is 1 by the deadline', async () => {
    const server = start({ hooks: ['hangs', 'fine'], options: { hookTimeoutMs: 100 } })
    await server.port
    expect(await server.ended()).toBe(1)
    expect(server.output).toMatch(/hook "hangs" has not ended within 0\.\d s/)
    expect(server.output).toMatch(/exiting with code 1/)
    expect(server.output).toMatch(/hook ran/)
  })

  test('hooks run although a connection never ends', async () => {
    const server = start({ hooks: ['fine'], options: { drainTimeoutMs: 1000 } })
    const client = new RawClient(await server.port)
    client.ask('GET /wait?ms=60000')
    await server.arrived('/wait')
    expect(await server.ended()).toBe(1)
    expect(server.output).toMatch(/not drained after 0\.8 s: cutting off 1 request \(GET \/wait/)
    expect(server.output).toMatch(/hook ran/)
  })
})

describe('F82: errors that nobody catches while draining', () => {
  test.each(['/throw', '/reject'])(
    '%s: what runs is finished, the error told, the code is 1',
    async (path) => {
      const server = start({ options: { idleGraceMs: 300 } })
      const port = await server.port
      const [slow, breaking] = [new RawClient(port), new RawClient(port)]
      slow.ask('GET /wait?ms=300')
      breaking.ask('GET /fast')
      await Promise.all([server.arrived('/wait'), breaking.until(/fast$/)])
      server.child.kill('SIGTERM')
      await server.draining()
      breaking.ask(`GET ${path}`)
      await slow.until(/waited$/)
      expect(await server.exitCode).toBe(1)
      expect(server.output).toMatch(/uncaught while shutting down[\s\S]*nobody (?:catches|handles) this/)
    },
  )

  test('memory that runs out while draining: the process ends before its deadline, and not with 0', async () => {
    const server = start({ heapMib: 150, options: { drainTimeoutMs: 20_000 } })
    const client = new RawClient(await server.port)
    client.ask('GET /hoard')
    await server.arrived('/hoard')
    const startMs = performance.now()
    expect(await server.ended()).not.toBe(0)
    expect(performance.now() - startMs).toBeLessThan(20_000)
    expect(server.output).toMatch(/shutting down \(SIGTERM\)[\s\S]*heap out of memory/)
  })
})

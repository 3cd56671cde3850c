import { drainingServers } from './draining-server.js'
import { RawClient } from './raw-client.js'

const start = drainingServers()
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

describe('F79: signals', () => {
  test('a storm of SIGTERM and SIGINT is one wish: what runs is finished', async () => {
    const server = start()
    const client = new RawClient(await server.port)
    client.ask('GET /wait?ms=1300')
    await server.arrived('/wait')
    for (let i = 0; i < 50; i += 1) server.child.kill(i % 2 === 0 ? 'SIGTERM' : 'SIGINT')
    await client.until(/waited/)
    expect(await server.exitCode).toBe(0)
    expect(server.output.match(/shutting down/g)).toHaveLength(1)
  })

  test('the next one, a second later, forces the end with code 1 and says what was left', async () => {
    const server = start()
    const client = new RawClient(await server.port)
    client.ask('POST /wait?ms=60000&token=secret')
    await server.arrived('/wait')
    server.child.kill('SIGINT')
    await server.draining()
    await wait(1100)
    expect(await server.ended('SIGTERM')).toBe(1)
    expect(server.output).toMatch(
      /SIGTERM came again.*leaving 1 request \(POST \/wait, for \d\.\d s\) behind; exiting with code 1/,
    )
    expect(server.output).not.toContain('secret')
  })

  test('a signal while the program starts: it ends before it ever listens, with its hooks', async () => {
    const server = start({ before: 'signal', hooks: ['fine'] })
    expect(await server.exitCode).toBe(0)
    expect(server.output).toContain('hook ran')
  })

  test('the IPC message `shutdown` is a signal as well, and the channel keeps nobody alive', async () => {
    const server = start({ hooks: ['fine'] })
    await server.port
    server.child.send('shutdown')
    expect(await server.exitCode).toBe(0)
    expect(server.output).toMatch(/shutting down \(IPC shutdown\)[\s\S]*hook ran/)
  })
})

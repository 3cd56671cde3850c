import { endClusters, startCluster } from './cluster-process.js'
import { drainingServers } from './draining-server.js'
import { overTls, RawClient } from './raw-client.js'

const start = drainingServers()
afterEach(endClusters)

/** 32 clients that open a connection for each request, as a proxy does whose upstream closes each of them. */
function startCrowd(connect: () => RawClient, ready: string, request: string) {
  const crowd = { going: true, answered: 0, lost: 0 }
  const keepAsking = async (): Promise<void> => {
    while (crowd.going) {
      const client = connect()
      let connected = false
      client.socket.once('connect', () => {
        connected = true
      })
      client.socket.once(ready, () => client.ask(request, ['Connection: close'], 'an order'))
      await client.closed
      if (/^HTTP.1.1 200/.test(client.received)) crowd.answered += 1
      // Who is refused knows that nobody has its order.
      else if (connected) crowd.lost += 1
    }
  }
  const all = Array.from({ length: 32 }, keepAsking)
  return {
    async served(count: number): Promise<void> {
      while (crowd.answered < count) await new Promise(setImmediate)
    },
    async lost(): Promise<number> {
      crowd.going = false
      await Promise.all(all)
      return crowd.lost
    },
  }
}

// Closed in the middle of its work a listener loses each client once. In the last microseconds one may still slip in.
const AT_MOST = 1

test.each([
  ['http', 'connect', (port: number) => new RawClient(port)],
  ['https', 'secureConnect', (port: number) => new RawClient(port, overTls(port, ['http/1.1']))],
] as const)(
  'F80: a listener of %s that is never idle closes when nobody is left in its queue',
  async (protocol, ready, connect) => {
    const server = start({ protocol, options: { idleGraceMs: 100 } })
    const port = await server.port
    const crowd = startCrowd(() => connect(port), ready, 'POST /busy?ms=1')
    await crowd.served(100)
    expect(await server.ended()).toBe(0)
    expect(await crowd.lost()).toBeLessThanOrEqual(AT_MOST)
  },
)

test('F83: a busy cluster that ends loses nobody whom its primary has accepted', async () => {
  const cluster = await startCluster({ workers: 2 })
  const port = await cluster.ask('serving', 2)
  const crowd = startCrowd(() => new RawClient(port), 'connect', 'POST /?busy=5&ms=0')
  await crowd.served(100)
  cluster.primary.kill('SIGTERM')
  expect(await cluster.exited).toBe(0)
  expect(await crowd.lost()).toBeLessThanOrEqual(AT_MOST)
})

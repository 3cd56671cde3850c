import net from 'node:net'
import { inFunction, observing } from './observing.js'

const { keep, watch } = observing()

const running = new Set<NodeJS.Timeout>()
afterEach(() => {
  for (const timer of running) clearInterval(timer)
  running.clear()
})

/** A driver that asks through one connection, made when it is first used, and calls back from there. */
async function database() {
  const server = net.createServer((socket) => void socket.on('error', () => {}).pipe(socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as net.AddressInfo
  const waiting: (() => void)[] = []
  let connection: net.Socket | undefined
  keep({
    close() {
      connection?.destroy()
      server.close()
    },
  })
  return (done: () => void): void => {
    connection ??= net
      .connect(port, '127.0.0.1')
      .on('error', () => {})
      .on('data', (data) => waiting.splice(0, data.length).forEach((each) => void each()))
    waiting.push(done)
    connection.write('?')
  }
}

test('what a handler leaves open in the callback of a pool is found by its place', async () => {
  const query = await database()
  const app = await watch({
    '/first': (_req, res) => query(() => res.send('ok')),
    '/rows': (_req, res) => {
      query(function onRows() {
        running.add(setInterval(() => {}, 1e6))
        res.send('ok')
      })
    },
  })
  await app.times(1, '/first')
  await app.times(20, '/rows')
  await app.finds({ kind: 'timer', route: 'unknown', count: 20, ...inFunction('onRows', 'pools.test.ts') })
  expect(app.events).toHaveLength(1)
})

test('what it gives back there is none, nor is a timeout that is merely pending', async () => {
  const query = await database()
  const app = await watch({
    '/rows': (_req, res) => {
      query(() => {
        clearInterval(setInterval(() => {}, 1e6))
        running.add(setTimeout(() => {}, 60_000))
        res.send('ok')
      })
    },
  })
  await app.times(50, '/rows')
  await app.findsNothing()
})

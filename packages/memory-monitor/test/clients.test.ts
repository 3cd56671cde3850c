import { once } from 'node:events'
import { createServer, request } from 'node:http'
import {
  type AddressInfo,
  connect,
  createServer as createTcpServer,
  type Server as NetServer,
  type Socket,
} from 'node:net'
import { clientConnections } from '../src/platform/client-connections.js'
import { SimulatedApp, started } from './support/simulated-app.js'

const closing: (() => void)[] = []

afterEach(() => {
  for (const app of started.splice(0)) app.monitor.stop()
  for (const close of closing.splice(0)) close()
})

async function portOf(server: NetServer) {
  server.listen(0, '127.0.0.1')
  closing.push(() => server.close())
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

describe('connections from outside', () => {
  test('count while the client keeps them open and the server would see their end', async () => {
    const server = createServer((_request, response) => response.end('ok'))
    const port = await portOf(server)
    const before = clientConnections()
    const socket = connect(port, '127.0.0.1')
    await once(server, 'connection')
    expect(clientConnections()).toBe(before + 1)
    const gone = once(socket, 'close')
    socket.end()
    await gone
    expect(clientConnections()).toBe(before)
  })

  test('whose client has ended, or which are not read, are for the application to close', async () => {
    const halfOpen = createTcpServer({ allowHalfOpen: true, pauseOnConnect: true })
    const port = await portOf(halfOpen)
    const before = clientConnections()
    const accepted = once(halfOpen, 'connection')
    const client = connect(port, '127.0.0.1')
    const [socket] = (await accepted) as [Socket]
    closing.push(() => socket.destroy())
    expect(clientConnections()).toBe(before)
    await once(socket.resume(), 'resume')
    expect(clientConnections()).toBe(before + 1)
    const ended = once(socket, 'end')
    client.end()
    await ended
    expect(clientConnections()).toBe(before)
  })

  test('to elsewhere do not count', async () => {
    const server = createServer(() => {})
    const port = await portOf(server)
    const before = clientConnections()
    const outgoing = request({ port, host: '127.0.0.1' })
    outgoing.on('error', () => {}).end()
    await once(server, 'connection')
    closing.push(() => outgoing.destroy())
    expect(clientConnections()).toBe(before + 1)
  })
})

describe('descriptors and handles', () => {
  const at = ({ second }: SimulatedApp) => 40 * second

  test('that are connections which clients keep are no leak, however many come', () => {
    const app = new SimulatedApp({
      fields: (each) => ({ openDescriptors: 20 + at(each), maxDescriptors: 100_000 }),
      counts: (each) => ({ handles: 3 + 2 * at(each), listeners: 2, clients: at(each) }),
    }).run(100)
    expect(app.told.leak).toEqual([])
  })

  test('that stay when clients have gone are one, and the limit counts all that is open', () => {
    const app = new SimulatedApp({
      fields: (each) => ({ openDescriptors: 50_020 + at(each), maxDescriptors: 100_000 }),
      counts: (each) => ({ handles: 50_003 + at(each), listeners: 2, clients: 50_000 }),
    }).run(60)
    expect(app.told.leak.map(({ kind }) => kind).sort()).toEqual(['descriptors', 'handles'])
    const { secondsToLimit } = app.told.leak.find(({ kind }) => kind === 'descriptors')?.forecast ?? {}
    const left = (100_000 - 50_020) / 40
    expect(secondsToLimit).toBeGreaterThan(0.9 * left - app.second)
    expect(secondsToLimit).toBeLessThanOrEqual(left)
  })
})

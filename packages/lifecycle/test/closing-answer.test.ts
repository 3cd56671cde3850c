import {
  Agent,
  createServer,
  type IncomingMessage,
  type RequestListener,
  request,
  type Server,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { createFakeClock } from '@plimsoll/core/testing'
import { ServerConnections } from '../src/connections/server-connections.js'
import { closeListener } from '../src/platform/close-listener.js'

const agent = new Agent({ keepAlive: true })
const servers: Server[] = []
afterEach(() => {
  for (const each of servers.splice(0)) each.close().closeAllConnections()
})
afterAll(() => agent.destroy())

/** A server whose connections are watched. */
async function watched(listener: RequestListener) {
  const server = createServer(listener)
  servers.push(server)
  const moments: (() => void)[] = []
  const connections = new ServerConnections(server, {
    clock: createFakeClock(),
    quietMoments: { await: ({ act }) => void moments.push(act) },
    closeListener,
    onError(error) {
      throw error
    },
    idleGraceMs: 1000,
    onUpgraded: undefined,
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const ask = (): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const req = request({ port, host: '127.0.0.1', agent, method: 'POST' }, (res) =>
        res.resume().once('end', () => resolve(res)),
      )
      req.on('error', reject)
      req.end()
    })
  const letMomentCome = (): void => {
    for (const act of moments.splice(0)) act()
  }
  return { connections, ask, letMomentCome }
}

test('a drain that is given up before its listener has closed leaves it open', async () => {
  const { connections, ask, letMomentCome } = await watched((_req, res) => res.end())
  connections.drain()
  connections.close()
  letMomentCome()
  await expect(ask()).resolves.toMatchObject({ statusCode: 200 })
})

describe('F80: an answer closes its connection, whatever its handler says', () => {
  test.each<[string, RequestListener]>([
    ['setHeader()', (_req, res) => res.setHeader('connection', 'keep-alive').end()],
    ['writeHead() with an object', (_req, res) => res.writeHead(200, { Connection: 'keep-alive' }).end()],
    [
      'writeHead() with a message',
      (_req, res) => res.writeHead(200, 'OK', { connection: 'Keep-Alive' }).end(),
    ],
    [
      'writeHead() with a list',
      (_req, res) => res.writeHead(200, ['X-A', 'b', 'Connection', 'keep-alive']).end(),
    ],
    [
      'flushHeaders()',
      (_req, res) => {
        res.setHeader('Connection', 'keep-alive').flushHeaders()
        res.end()
      },
    ],
  ])('%s', async (_name, listener) => {
    const { connections, ask } = await watched(listener)
    connections.announce()
    const { headers, socket } = await ask()
    expect(headers.connection).toBe('close')
    if (!socket.destroyed) await new Promise((resolve) => socket.once('close', resolve))
  })
})

import dgram from 'node:dgram'
import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import net from 'node:net'
import { inFunction, observing } from './observing.js'

const { listen, watch } = observing()
const HERE = 'sockets.test.ts'

const open = new Set<() => unknown>()
afterEach(() => {
  for (const close of open) close()
  open.clear()
})

/** Another service, which answers with more than is read at once. */
const upstream = () =>
  listen((_req, res) => {
    res.write('x'.repeat(1000))
    setTimeout(() => res.end('x'.repeat(500_000)), 1)
  })

describe('sockets', () => {
  test('a connection that is never closed', async () => {
    const { port } = await upstream()
    const app = await watch({
      '/connect': function connect(_req, res) {
        const socket = net.connect(port, '127.0.0.1', () => res.send('ok'))
        open.add(() => socket.destroy())
      },
    })
    await app.times(20, '/connect')
    await app.finds({ kind: 'socket', route: '/connect', count: 20, ...inFunction('connect', HERE) })
    for (const close of open) close()
    await app.finds()
  })

  test('fetch, whose answer nobody reads', async () => {
    const { port } = await upstream()
    const kept: Response[] = []
    const app = await watch({
      '/fetch': async function unread(_req, res) {
        kept.push(await fetch(`http://127.0.0.1:${port}/`))
        res.send('ok')
      },
    })
    open.add(() => kept.map((response) => response.body?.cancel()))
    await app.times(20, '/fetch')
    await app.finds({ kind: 'socket', route: '/fetch', count: 20, ...inFunction('unread', HERE) })
  })

  test('http.get, whose answer nobody reads', async () => {
    const { port } = await upstream()
    const agent = new http.Agent({ keepAlive: true })
    open.add(() => agent.destroy())
    const app = await watch({
      '/get': function unread(_req, res) {
        http.get({ port, agent, host: '127.0.0.1' }, () => res.send('ok'))
      },
    })
    await app.times(20, '/get')
    await app.finds({ kind: 'socket', route: '/get', count: 20, ...inFunction('unread', HERE) })
  })

  test('a server and a datagram socket for each request', async () => {
    const app = await watch({
      '/server': function serve(_req, res) {
        const server = net.createServer().listen(0, '127.0.0.1', () => res.send('ok'))
        open.add(() => server.close())
      },
      '/datagram': function send(_req, res) {
        const socket = dgram.createSocket('udp4')
        open.add(() => socket.close())
        socket.bind(0, '127.0.0.1', () => res.send('ok'))
      },
    })
    await app.times(15, '/server')
    await app.times(15, '/datagram')
    await app.finds(
      { kind: 'socket', route: '/server', count: 15, ...inFunction('serve', HERE) },
      { kind: 'socket', route: '/datagram', count: 15, ...inFunction('send', HERE) },
    )
  })

  test('pools of fetch and of agents, and what is closed, are none', async () => {
    const { server, port } = await upstream()
    server.keepAliveTimeout = 60_000
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    const agent = new http.Agent({ keepAlive: true })
    open.add(() => agent.destroy())
    const longLived = new AbortController()
    const readAll = (): Promise<void> =>
      new Promise((resolve) => {
        http.get(url, { agent }, (answer) => answer.resume().on('end', resolve))
      })
    const app = await watch({
      '/pools': async (_req, res) => {
        const answers = await Promise.all([1, 2, 3].map(() => fetch(url, { signal: longLived.signal })))
        await Promise.all(answers.map((answer) => answer.text()))
        await Promise.all([1, 2, 3, 4, 5].map(readAll))
        const udp = dgram.createSocket('udp4')
        udp.close()
        const tcp = net.connect(port, '127.0.0.1')
        tcp.on('connect', () => tcp.end())
        // On a busy machine its end may take longer than the grace time.
        await once(tcp.resume(), 'close')
        res.send('ok')
      },
    })
    await app.times(60, '/pools')
    await app.findsNothing()
  })
})

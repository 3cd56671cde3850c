import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { plimsoll } from '@plimsoll/http'
import { eventually } from '../contract/eventually.js'
import { serving } from './serving.js'

const { keep, listen, raw, scripted } = serving()

const UPGRADE = ['GET /socket HTTP/1.1', 'Host: x', 'Connection: Upgrade', 'Upgrade: websocket', '', '']
const CONNECT = ['CONNECT example.com:443 HTTP/1.1', 'Host: example.com:443', '', '']
const CONTINUE = ['POST /upload HTTP/1.1', 'Host: x', 'Content-Length: 4', 'Expect: 100-continue', '', '']

/** A server that echoes on upgraded sockets and tells what it was entered for. */
async function server(suites = 1) {
  const { options, turn } = scripted()
  const entered: string[] = []
  const mounted = Array.from({ length: suites }, () => keep(plimsoll(options)))
  const opened = await listen((req, res) => {
    entered.push('request')
    req.resume().on('end', () => res.end('done'))
  })
  const echo = (event: string) => (_req: IncomingMessage, socket: Socket) => {
    entered.push(event)
    socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\n')
    socket.pipe(socket)
    socket.on('error', () => {})
  }
  opened.server.on('upgrade', echo('upgrade'))
  opened.server.on('connect', echo('connect'))
  for (const suite of mounted) suite.attach(opened.server)
  const stats = () => mounted.map((suite) => suite.guard?.stats)
  const inFlight = () => stats()[0]?.costs.reduce((sum, cost) => sum + cost.inFlight, 0)
  const decisions = () => stats().reduce((sum, each) => sum + (each?.admitted ?? 0) + (each?.shed ?? 0), 0)
  return { ...opened, entered, turn, inFlight, decisions }
}

function parsed(text: string) {
  const [head = '', body = ''] = text.split('\r\n\r\n')
  const [status, ...lines] = head.split('\r\n')
  const headers = Object.fromEntries(lines.map((line) => line.split(': ') as [string, string]))
  return { status, headers, body }
}

describe('upgrades', () => {
  test.each([
    ['an upgrade', UPGRADE],
    ['CONNECT', CONNECT],
  ])(
    'F22: %s is turned away with a valid response, and the application never hears of it',
    async (_, request) => {
      const { port, entered, turn } = await server()
      turn('full')
      const client = raw(port)
      client.send(...request)
      const { status, headers, body } = parsed(await client.untilClosed())
      expect(status).toBe('HTTP/1.1 503 Service Unavailable')
      expect(headers['Retry-After']).toMatch(/^\d+$/)
      expect(headers['Cache-Control']).toBe('no-store')
      expect(headers.Connection).toBe('close')
      expect(Number(headers['Content-Length'])).toBe(Buffer.byteLength(body))
      expect(JSON.parse(body)).toMatchObject({ status: 503 })
      expect(entered).toEqual([])
    },
  )

  test.each([
    ['an upgraded socket', UPGRADE],
    ['a tunnel', CONNECT],
  ])('F22: %s holds its reservation for as long as it is open', async (_, request) => {
    const { port, inFlight } = await server()
    const client = raw(port)
    client.send(...request)
    await client.until(/101 Switching/)
    client.send('hello')
    await client.until(/hello/)
    expect(inFlight()).toBe(1)
    client.socket.destroy()
    await eventually(() => expect(inFlight()).toBe(0))
  })

  test('F22: two suites on one server make one decision on an upgrade', async () => {
    const { port, inFlight, decisions } = await server(2)
    const client = raw(port)
    client.send(...UPGRADE)
    await client.until(/101 Switching/)
    expect([inFlight(), decisions()]).toEqual([1, 1])
  })
})

describe('Expect: 100-continue', () => {
  test('F22: is turned away before the body is asked for', async () => {
    const { port, entered, turn } = await server()
    turn('full')
    const client = raw(port)
    client.send(...CONTINUE)
    const text = await client.untilClosed()
    expect(text).toMatch(/^HTTP\/1\.1 503 /)
    expect(text).not.toContain('100 Continue')
    expect(entered).toEqual([])
  })

  test.each([1, 2])('F22: let in, it is asked for its body, with %d suites on the server', async (suites) => {
    const { port, entered, decisions } = await server(suites)
    const client = raw(port)
    client.send(...CONTINUE)
    await client.until(/^HTTP\/1\.1 100 Continue\r\n\r\n/)
    client.send('body')
    expect(await client.until(/done/)).toMatch(/HTTP\/1\.1 200 OK/)
    expect(entered).toEqual(['request'])
    expect(decisions()).toBe(1)
  })

  test('F22: the listener of the application goes first, wherever it was added', async () => {
    const { port, server: httpServer, entered } = await server()
    httpServer.on('checkContinue', (_req, res) => {
      entered.push('checkContinue')
      res.statusCode = 402
      res.end()
    })
    const client = raw(port)
    client.send(...CONTINUE)
    expect(await client.until(/\r\n\r\n/)).toMatch(/^HTTP\/1\.1 402 /)
    expect(entered).toEqual(['checkContinue'])
  })

  test('F22: an expectation that nobody knows is refused as Node does, and holds nothing', async () => {
    const { port, inFlight } = await server()
    const client = raw(port)
    client.send('GET /x HTTP/1.1', 'Host: x', 'Expect: the-unexpected', '', '')
    expect(await client.until(/\r\n\r\n/)).toMatch(/^HTTP\/1\.1 417 /)
    expect(inFlight()).toBe(0)
  })

  test('F22: hints before the answer pass, also before a 503', async () => {
    const { options, turn } = scripted()
    const suite = keep(plimsoll({ ...options, autoAttach: false }))
    const { port } = await listen((req, res) => {
      res.writeEarlyHints({ link: '</style.css>; rel=preload; as=style' })
      suite(req, res, () => res.end('done'))
    })
    const hinted = async () => {
      const client = raw(port)
      client.send('GET / HTTP/1.1', 'Host: x', 'Connection: close', '', '')
      return client.untilClosed()
    }
    expect(await hinted()).toMatch(/^HTTP\/1\.1 103 Early Hints[\s\S]*HTTP\/1\.1 200 OK[\s\S]*done/)
    turn('full')
    expect(await hinted()).toMatch(/^HTTP\/1\.1 103 Early Hints[\s\S]*HTTP\/1\.1 503 /)
  })
})

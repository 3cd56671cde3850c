import type { IncomingMessage, ServerResponse } from 'node:http'
import { plimsoll } from '@plimsoll/http'
import { eventually } from '../contract/eventually.js'
import { serving } from './serving.js'

const { keep, listen, raw, scripted } = serving()

const REQUEST = ['GET /work HTTP/1.1', 'Host: x', '', '']

/** A server whose handler does what a test says, and the number of requests that hold a reservation. */
async function server(handler: (req: IncomingMessage, res: ServerResponse) => void) {
  const { options } = scripted()
  const suite = keep(plimsoll(options))
  const opened = await listen((req, res) => suite(req, res, () => handler(req, res)))
  suite.attach(opened.server)
  const inFlight = () => suite.guard?.stats.costs.reduce((sum, cost) => sum + cost.inFlight, 0)
  return { ...opened, inFlight, admitted: () => suite.guard?.stats.admitted }
}

describe('what is in flight', () => {
  test('F18: a client that leaves before the answer gives its reservation back', async () => {
    const { port, inFlight } = await server(() => {})
    const client = raw(port)
    client.send(...REQUEST)
    await eventually(() => expect(inFlight()).toBe(1))
    client.socket.destroy()
    await eventually(() => expect(inFlight()).toBe(0))
  })

  test('F18: a client that leaves in the middle of its body gives its reservation back', async () => {
    const { port, inFlight } = await server((req) => req.resume())
    const client = raw(port)
    client.send('POST /work HTTP/1.1', 'Host: x', 'Content-Length: 100000', '', 'half of it')
    await eventually(() => expect(inFlight()).toBe(1))
    client.socket.destroy()
    await eventually(() => expect(inFlight()).toBe(0))
  })

  test('F18: a client that leaves in the middle of the answer gives its reservation back', async () => {
    const { port, inFlight } = await server((_req, res) => void res.write('the first half, '))
    const client = raw(port)
    client.send(...REQUEST)
    await client.until(/first half/)
    expect(inFlight()).toBe(1)
    client.socket.destroy()
    await eventually(() => expect(inFlight()).toBe(0))
  })

  test('F24: pipelined requests are each decided on, answered in order and given back', async () => {
    const { port, inFlight, admitted } = await server((req, res) => {
      setTimeout(() => res.end(`answer to ${req.url};`), req.url === '/1' ? 40 : 0)
    })
    const client = raw(port)
    for (const path of ['/1', '/2', '/3']) client.send(`GET ${path} HTTP/1.1`, 'Host: x', '', '')
    await eventually(() => expect(inFlight()).toBe(3))
    const text = await client.until(/answer to \/3;/)
    expect(text.match(/answer to \/\d/g)).toEqual(['answer to /1', 'answer to /2', 'answer to /3'])
    expect(admitted()).toBe(3)
    await eventually(() => expect(inFlight()).toBe(0))
  })

  test('F24: a client that leaves while its pipelined requests wait gives all of them back', async () => {
    const { port, inFlight } = await server(() => {})
    const client = raw(port)
    for (let i = 0; i < 5; i += 1) client.send(...REQUEST)
    await eventually(() => expect(inFlight()).toBe(5))
    client.socket.destroy()
    await eventually(() => expect(inFlight()).toBe(0))
  })

  test('F24: also when their bodies were read to the end before', async () => {
    const { port, inFlight } = await server((req) => req.resume())
    const client = raw(port)
    for (let i = 0; i < 3; i += 1) {
      client.send('POST /work HTTP/1.1', 'Host: x', 'Content-Length: 4', '', 'body')
    }
    await eventually(() => expect(inFlight()).toBe(3))
    client.socket.destroy()
    await eventually(() => expect(inFlight()).toBe(0))
  })

  test('a request that times out gives its reservation back', async () => {
    const { port, server: httpServer, inFlight } = await server(() => {})
    httpServer.timeout = 30
    const client = raw(port)
    client.send(...REQUEST)
    await client.untilClosed()
    await eventually(() => expect(inFlight()).toBe(0))
  })

  test('a response that is destroyed by the application gives its reservation back', async () => {
    const { port, inFlight } = await server((_req, res) => void res.destroy())
    const client = raw(port)
    client.send(...REQUEST)
    await client.untilClosed()
    await eventually(() => expect(inFlight()).toBe(0))
  })

  test('F18: a client that left while the application was busy in front of the guard holds nothing', async () => {
    const { options } = scripted()
    const suite = keep(plimsoll({ ...options, autoAttach: false }))
    const auth: (() => void)[] = []
    const { port } = await listen((req, res) => {
      auth.push(() => suite(req, res, () => res.end('done')))
    })
    const client = raw(port)
    client.send(...REQUEST)
    await eventually(() => expect(auth).toHaveLength(1))
    client.socket.destroy()
    await new Promise((resolve) => setTimeout(resolve, 30))
    auth[0]?.()
    expect(suite.guard?.stats.admitted).toBe(1)
    expect(suite.guard?.stats.costs.every(({ inFlight }) => inFlight === 0)).toBe(true)
  })
})

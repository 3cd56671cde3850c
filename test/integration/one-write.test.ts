import http from 'node:http'
import { plimsoll } from '@plimsoll/http'
import { serving } from './serving.js'

const { keep, listen, raw, scripted } = serving()

/** A full server, attached; `prepare` sees each response before the guard does. */
async function fullServer(prepare: (res: http.ServerResponse) => void = () => {}) {
  const { options, turn } = scripted()
  const suite = keep(plimsoll(options))
  const opened = await listen((_req, res) => res.end('hello'))
  suite.attach(opened.server)
  const guarded = opened.server.emit
  opened.server.emit = function (event: string, ...args: unknown[]) {
    if (event === 'request') prepare(args[1] as http.ServerResponse)
    return guarded.apply(this, [event, ...args] as never)
  }
  turn('full')
  return { ...opened, turn }
}

const ask = 'GET / HTTP/1.1'

describe('a 503 before the framework', () => {
  test('is one packet of one write, kept open as long as the server says', async () => {
    const { port, server } = await fullServer()
    server.keepAliveTimeout = 7000
    const client = raw(port)
    const chunks: string[] = []
    client.socket.on('data', (chunk) => chunks.push(String(chunk)))
    client.send(ask, 'Host: x', '', '')
    await client.until(/"status":503/)
    expect(chunks).toHaveLength(1)
    expect(client.received).toMatch(/^HTTP\/1\.1 503 Service Unavailable\r\n/)
    expect(client.received).toMatch(/\r\nConnection: keep-alive\r\nKeep-Alive: timeout=7\r\n/)
  })

  test('is told as finished, with its status, to whoever watches responses', async () => {
    const seen: unknown[] = []
    const { port } = await fullServer((res) =>
      res.on('finish', () =>
        seen.push([res.statusCode, res.statusMessage, res.headersSent, res.writableEnded]),
      ),
    )
    const client = raw(port)
    client.send(ask, 'Host: x', '', '')
    await client.until(/503/)
    client.send(ask, 'Host: x', 'Connection: close', '', '')
    await client.untilClosed()
    expect(seen).toEqual([
      [503, 'Service Unavailable', true, true],
      [503, 'Service Unavailable', true, true],
    ])
  })

  test.each([
    [
      'a header that was set before',
      (res: http.ServerResponse) => void res.setHeader('X-Trace', '7'),
      /X-Trace: 7/,
    ],
    [
      'a writeHead that somebody wraps',
      (res: http.ServerResponse) => {
        const writeHead = res.writeHead
        res.writeHead = ((status: number, head: string[]) =>
          writeHead.call(res, status, [...head, 'X-Wrapped', 'yes'] as never)) as never
      },
      /X-Wrapped: yes/,
    ],
  ])('%s is not lost', async (_what, prepare, expected) => {
    const { port } = await fullServer(prepare)
    const client = raw(port)
    client.send(ask, 'Host: x', 'Connection: close', '', '')
    client.send(ask, 'Host: x', '', '')
    expect(await client.untilClosed()).toMatch(expected)
  })

  test('HTTP/1.0 is answered in its own words', async () => {
    const { port } = await fullServer()
    const client = raw(port)
    client.send('GET / HTTP/1.0', '', '')
    expect(await client.untilClosed()).toMatch(/^HTTP\/1\.1 503[\s\S]*Connection: close/)
  })

  test('a server that counts requests per connection still closes it after the last', async () => {
    const { port, server } = await fullServer()
    server.maxRequestsPerSocket = 2
    const client = raw(port)
    client.send(ask, 'Host: x', '', '')
    client.send(ask, 'Host: x', '', '')
    expect((await client.untilClosed()).match(/HTTP\/1\.1 503/g)).toHaveLength(2)
  })
})

describe('whoever listens in on the prototype', () => {
  test('hears of a 503 as of any answer', async () => {
    const heard: number[] = []
    const { writeHead } = http.ServerResponse.prototype
    jest.spyOn(http.ServerResponse.prototype, 'writeHead').mockImplementation(function (
      this: http.ServerResponse,
      ...args: unknown[]
    ) {
      heard.push(args[0] as number)
      return writeHead.apply(this, args as never)
    } as never)
    const { port } = await fullServer()
    const client = raw(port)
    client.send(ask, 'Host: x', '', '')
    await client.until(/"status":503/)
    expect(heard).toEqual([503])
  })
})

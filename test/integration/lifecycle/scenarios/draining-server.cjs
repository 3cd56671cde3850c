// A server that is to be shut down: what it serves, and how it ends, is told by its one argument.
const http = require('node:http')
const https = require('node:https')
const http2 = require('node:http2')
const { createHash } = require('node:crypto')
const { gracefulShutdown } = require('@plimsoll/lifecycle')
const { plimsoll } = require('@plimsoll/http')

const {
  protocol = 'http',
  suite = false,
  options = {},
  hooks = [],
  before,
} = JSON.parse(process.argv[2] ?? '{}')

const hookOf = {
  fine: () => console.log('hook ran'),
  throws: () => {
    throw new Error('broken hook')
  },
  hangs: () => new Promise(() => {}),
  exits: () => process.exit(3),
  'exits later': () => new Promise(() => setTimeout(() => process.exit(4), 10)),
  asks: () => fetch(`http://127.0.0.1:${server.address()?.port ?? 9}/fast`),
}

const hoard = []
const read = (req) => new Promise((resolve) => req.resume().once('end', resolve))

async function serve(req, res) {
  const { pathname, searchParams } = new URL(req.url, 'http://localhost')
  const ms = Number(searchParams.get('ms') ?? 0)
  process.send?.({ arrived: pathname })
  switch (pathname) {
    case '/wait':
      await read(req)
      setTimeout(() => res.end('waited'), ms)
      return
    case '/busy': {
      await read(req)
      const startMs = performance.now()
      while (performance.now() - startMs < ms);
      res.end('busy')
      return
    }
    case '/stream':
      res.write('begun ')
      setTimeout(() => res.end('ended'), ms)
      return
    case '/hoard':
      // Once it drains; a little at a time, so that the rest of the process goes on.
      shutdown.signal.addEventListener('abort', () => setInterval(() => hoard.push(Array(1e6).fill(req)), 5))
      return
    case '/events':
      res.writeHead(200, { 'Content-Type': 'text/event-stream' })
      res.write('data: hello\n\n')
      // As careless as handlers are: it writes until it hears of the end.
      res.once(
        'close',
        clearInterval.bind(
          undefined,
          setInterval(() => res.write('data: tick\n\n'), 5),
        ),
      )
      return
    case '/big':
      res.end(Buffer.alloc(64 * 1024 * 1024))
      return
    case '/early':
      res.writeHead(401, { 'Content-Length': 15 })
      res.end('before the body')
      return
    case '/throw':
      setTimeout(() => {
        throw new Error('nobody catches this')
      })
      res.end('thrown')
      return
    case '/reject':
      void Promise.reject(new Error('nobody handles this'))
      res.end('rejected')
      return
    default:
      res.end('fast')
  }
}

const middleware = suite ? plimsoll() : (_req, _res, next) => next()
const listener = (req, res) => middleware(req, res, () => void serve(req, res))
// A key that both sides know does without certificates.
const tls = {
  ciphers: 'PSK',
  maxVersion: 'TLSv1.2',
  pskCallback: () => Buffer.from('draining'),
}
const serverOf = {
  http: () => http.createServer(listener),
  https: () => https.createServer(tls, listener),
  http2: () => http2.createServer(listener),
  'http2 over TLS': () => http2.createSecureServer({ ...tls, allowHTTP1: true }, listener),
}
const server = serverOf[protocol]()

server.on('upgrade', (req, socket) => {
  const key = createHash('sha1').update(
    `${req.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`,
  )
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: ${req.headers.upgrade}\r\nConnection: Upgrade\r\n` +
      `Sec-WebSocket-Accept: ${key.digest('base64')}\r\n\r\n`,
  )
  socket.on('data', () => socket.end())
  socket.on('error', () => {})
})

const shutdown = gracefulShutdown(server, options)
for (const name of hooks) shutdown.onShutdown(hookOf[name], { name })
shutdown.signal.addEventListener('abort', () => process.send?.({ state: 'draining' }))

if (before === 'signal') process.kill(process.pid, 'SIGTERM')
server.listen(0, '127.0.0.1', () => process.send?.({ port: server.address().port }))

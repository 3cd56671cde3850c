'use strict'
// node serve.cjs CONTENDER http|http2|http2-tls TIMEOUT_MS [hangs]: a server that the contender is to shut down.
const http = require('node:http')
const http2 = require('node:http2')

const [contender, protocol, timeoutMs, hook] = process.argv.slice(2)

const routes = {
  // Reads an order, thinks, and repeats what it read.
  '/orders': (req, res) => {
    const chunks = []
    req.on('data', (chunk) => chunks.push(chunk))
    req.on('end', () => setTimeout(() => res.end(Buffer.concat(chunks)), 5 + Math.random() * 20))
  },
  // Keeps the processor for as long as a page that is rendered, and repeats what it read.
  '/busy': (req, res) => {
    const chunks = []
    req.on('data', (chunk) => chunks.push(chunk))
    req.on('end', () => {
      const startMs = performance.now()
      while (performance.now() - startMs < 1);
      res.end(Buffer.concat(chunks))
    })
  },
  '/slow': (_req, res) => setTimeout(() => res.end('all of it'), 1000),
  '/begun': (_req, res) => {
    res.write('the first half, ')
    setTimeout(() => res.end('the second'), 1000)
  },
  '/big': (_req, res) => res.end(Buffer.alloc(64 * 1024 * 1024)),
}
const listener = (req, res) => routes[req.url](req, res)
// A key that both sides know does without certificates.
const tls = { ciphers: 'PSK', maxVersion: 'TLSv1.2', pskCallback: () => Buffer.from('bench') }
const servers = {
  http: () => http.createServer(listener),
  http2: () => http2.createServer(listener),
  'http2-tls': () => http2.createSecureServer(tls, listener),
}
const server = servers[protocol]()

require(`./contenders/${contender}.cjs`).install(server, {
  timeoutMs: Number(timeoutMs),
  ...(hook === 'hangs' && { hook: () => new Promise(() => setInterval(() => {}, 1000)) }),
})
server.listen(Number(process.env.PORT), '127.0.0.1', () => console.log('ready'))

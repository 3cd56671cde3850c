'use strict'
// Servers that shed everything: node serve.cjs NAME
const http = require('node:http')
const { requirePeer } = require('../peers.cjs')

const port = Number(process.env.PORT)
const overloaded = { production: true, maxRssBytes: 1 } // its own sampler finds it over the limit at once
const tinyLimit = { samplerOptions: { limitBytes: 1_000_000 } } // the rss signal is far above it

const servers = {
  'bare node:http 503': bare503,
  'bare again': bare503,
  'plimsoll attached (Express 5)': () => expressWith(require('@plimsoll/express').plimsoll(tinyLimit), true),
  'plimsoll as middleware (Express 5)': () =>
    expressWith(require('@plimsoll/express').plimsoll({ ...tinyLimit, autoAttach: false })),
  'plimsoll attached (Koa 3)': () => koaWith(require('@plimsoll/koa').plimsoll(tinyLimit), true),
  'plimsoll as middleware (Koa 3)': () =>
    koaWith(require('@plimsoll/koa').plimsoll({ ...tinyLimit, autoAttach: false })),
  'overload-protection http': () => {
    const protect = requirePeer('overload-protection')('http', overloaded)
    return http.createServer((req, res) => {
      if (protect(req, res) !== true) res.end('hello')
    })
  },
  'overload-protection Express 5': () =>
    expressWith(requirePeer('overload-protection')('express', overloaded)),
  'overload-protection Koa 3': () => koaWith(requirePeer('overload-protection')('koa', overloaded)),
}

function bare503() {
  return http.createServer((_req, res) => {
    res.statusCode = 503
    res.setHeader('Retry-After', 1)
    res.end('Service Unavailable')
  })
}

function expressWith(middleware, attach = false) {
  const app = requirePeer('express')()
  app.use(middleware)
  app.get('/', (_req, res) => res.send('hello'))
  const server = http.createServer(app)
  if (attach) middleware.attach(server)
  return server
}

function koaWith(middleware, attach = false) {
  const Koa = requirePeer('koa')
  const app = new Koa()
  app.use(middleware)
  app.use((ctx) => {
    ctx.body = 'hello'
  })
  const server = http.createServer(app.callback())
  if (attach) middleware.attach(server)
  return server
}

servers[process.argv[2]]().listen(port, '127.0.0.1', () => setTimeout(() => console.log('ready'), 200))

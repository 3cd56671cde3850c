'use strict'
// A hello world on Koa 3 with what is compared in front: node koa.cjs NAME
const { requirePeer } = require('../peers.cjs')
const Koa = requirePeer('koa')

const NEVER_MS = 60_000

const mounts = {
  bare: () => {},
  'bare again': () => {},
  'no-op middleware': (app) => app.use((_ctx, next) => next()),
  'plimsoll guard': (app) => app.use(require('@plimsoll/koa').memoryGuard()),
  'plimsoll without histogram': (app) =>
    app.use(require('@plimsoll/koa').plimsoll({ metrics: { requestDuration: false } })),
  plimsoll: (app) => app.use(require('@plimsoll/koa').plimsoll()),
  'overload-protection': (app) =>
    app.use(requirePeer('overload-protection')('koa', { production: true, maxEventLoopDelay: NEVER_MS })),
  'toobusy-js': (app) => {
    const toobusy = requirePeer('toobusy-js')
    toobusy.maxLag(NEVER_MS)
    app.use((ctx, next) => {
      if (!toobusy()) return next()
      ctx.status = 503
    })
  },
  'prometheus-api-metrics': (app) => app.use(requirePeer('prometheus-api-metrics').koaMiddleware()),
}

module.exports.names = Object.keys(mounts)

module.exports.create = function create(name) {
  const app = new Koa()
  mounts[name](app)
  app.use((ctx) => {
    ctx.body = 'hello'
  })
  return (port) => app.listen(port, '127.0.0.1')
}

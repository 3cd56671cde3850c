'use strict'
// A hello world on Express 5 with what is compared in front: node express.cjs NAME
const { requirePeer, requireSwaggerStats } = require('../peers.cjs')
const express = requirePeer('express')

const NEVER_MS = 60_000 // thresholds out of reach: the cost of passing is measured, not of shedding

const mounts = {
  bare: () => {},
  'bare again': () => {},
  'no-op middleware': (app) => app.use((_req, _res, next) => next()),
  'plimsoll guard': (app) => app.use(require('@plimsoll/express').memoryGuard()),
  'plimsoll without histogram': (app) =>
    app.use(require('@plimsoll/express').plimsoll({ metrics: { requestDuration: false } })),
  plimsoll: (app) => app.use(require('@plimsoll/express').plimsoll()),
  // Requests are not prepared for Express then: what is left is what the suite itself takes.
  'plimsoll unprepared': (app) => app.use(require('@plimsoll/express').plimsoll({ autoAttach: false })),
  'overload-protection': (app) =>
    app.use(requirePeer('overload-protection')('express', { production: true, maxEventLoopDelay: NEVER_MS })),
  'toobusy-js': (app) => {
    const toobusy = requirePeer('toobusy-js')
    toobusy.maxLag(NEVER_MS)
    app.use((_req, res, next) => (toobusy() ? res.status(503).end() : next()))
  },
  'express-status-monitor': (app) => app.use(requirePeer('express-status-monitor')()),
  'express-prom-bundle': (app) =>
    app.use(requirePeer('express-prom-bundle')({ includeMethod: true, includePath: true })),
  'prometheus-api-metrics': (app) => app.use(requirePeer('prometheus-api-metrics')()),
  'swagger-stats': (app) => app.use(requireSwaggerStats('swagger-stats').getMiddleware({})),
}

module.exports.names = Object.keys(mounts)

module.exports.create = function create(name) {
  const app = express()
  mounts[name](app)
  app.get('/', (_req, res) => {
    res.send('hello')
  })
  return (port) => app.listen(port, '127.0.0.1')
}

'use strict'
// A hello world on Express 5, with and without the tracker: create(NAME)
const { requirePeer } = require('../peers.cjs')
const { PROGRAMS, handlers, storage } = require('./handlers.cjs')
const express = requirePeer('express')

const routes = {
  awaiting: (_req, res) => handlers.awaiting(() => res.send('hello')),
  threeResources: (req, res) => handlers.threeResources(req.resources, () => res.send('hello')),
  threeByHand: (_req, res) => handlers.threeByHand(res, () => res.send('hello')),
}

module.exports.create = function create(name) {
  const { tracker, passes, follows, does } = PROGRAMS[name]
  const app = express()
  if (passes) app.use((_req, _res, next) => next())
  if (tracker) app.use(require('@plimsoll/express').resourceTracker(tracker))
  if (follows) app.use((req, _res, next) => storage.run(req, next))
  app.get('/', routes[does] ?? ((_req, res) => res.send('hello')))
  return (port) => app.listen(port, '127.0.0.1')
}

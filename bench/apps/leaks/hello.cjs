'use strict'
// A hello world on Express 5, with and without a monitor that watches: create(NAME)
const { requirePeer } = require('../peers.cjs')
const express = requirePeer('express')

module.exports.create = function create(name) {
  if (name === 'watching') require('@plimsoll/memory-monitor').createMemoryMonitor().start()
  const app = express()
  app.get('/', (_req, res) => res.send('hello'))
  return (port) => app.listen(port, '127.0.0.1')
}

'use strict'
// What is mounted in front of a healthy application; NAME comes from the command line.
const { requirePeer } = require('../peers.cjs')

const protections = {
  'no protection': () => {},
  plimsoll: (app) => app.use(require('@plimsoll/express').plimsoll()),
  'overload-protection': (app, { heapLimitBytes = 0 } = {}) =>
    app.use(
      requirePeer('overload-protection')('express', { production: true, maxHeapUsedBytes: heapLimitBytes }),
    ),
  'toobusy-js': (app) => {
    const toobusy = requirePeer('toobusy-js')
    app.use((_req, res, next) => (toobusy() ? res.status(503).end() : next()))
  },
  'availableMemory below 15 %': (app) => {
    const total = process.constrainedMemory()
    let low = false
    setInterval(() => {
      low = process.availableMemory() < 0.15 * total
    }, 500).unref()
    app.use((_req, res, next) => (low ? res.status(503).end() : next()))
  },
}

/** Serves `/` behind the protection named on the command line. */
module.exports.serveBehind = function serveBehind(settings) {
  const app = requirePeer('express')()
  protections[process.argv[2]](app, settings)
  app.get('/', (_req, res) => {
    res.send('hello')
  })
  app.listen(Number(process.env.PORT), '127.0.0.1', () => console.log('ready'))
}

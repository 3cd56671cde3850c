'use strict'
// One request with ever so many resources: node many.cjs RESOURCES; prints what adding and disposing took.
const http = require('node:http')
const { EventEmitter } = require('node:events')
const { requirePeer } = require('../peers.cjs')
const express = requirePeer('express')
const { resourceTracker } = require('@plimsoll/express')

const RESOURCES = Number(process.argv[2])
const TENTHS = 10
const ROUNDS = 4 // the first ones are compiled on the way

const results = []
const tracker = resourceTracker({ logger: { info() {}, warn() {}, error() {} } })
const app = express().use(tracker)

const adders = {
  defer: (resources, done) => () => resources.defer(done),
  timer: (resources) => () => resources.setTimeout(() => {}, 600_000),
  listener: (resources) => {
    const emitters = Array.from({ length: 1000 }, () => new EventEmitter().setMaxListeners(0))
    let index = 0
    return () => resources.on(emitters[index++ % emitters.length], 'x', () => {})
  },
}

app.get('/:kind', (req, res) => {
  const { kind } = req.params
  const scope = req.resources
  let startedAt = 0
  let disposed = 0
  // Last in, first out: what is added last tells when disposing begins, what was added first when it is done.
  scope.defer(() => {
    const disposeMs = performance.now() - startedAt
    results.push({ kind, tenthsMs, disposeMs, disposed })
  })
  const add = adders[kind](scope, () => {
    disposed++
  })
  const tenthsMs = Array.from({ length: TENTHS }, () => {
    const before = performance.now()
    for (let index = 0; index < RESOURCES / TENTHS; index++) add()
    return performance.now() - before
  })
  scope.defer(() => {
    startedAt = performance.now()
  })
  res.send('ok')
})

const server = app.listen(0, '127.0.0.1', async () => {
  const { port } = server.address()
  for (const kind of Object.keys(adders)) {
    for (let round = 0; round < ROUNDS; round++) {
      const told = results.length
      await new Promise((resolve) => {
        http.get({ port, path: `/${kind}`, agent: false, host: '127.0.0.1' }, (res) =>
          res.resume().on('end', resolve),
        )
      })
      while (results.length === told) await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }
  console.log(JSON.stringify({ resources: RESOURCES, rounds: ROUNDS, results, stats: tracker.stats }))
  process.exit(0)
})

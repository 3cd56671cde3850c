// A guarded server in a worker thread. Tells its parent the port, and on each message what the guard has done.
const { createServer } = require('node:http')
const { parentPort, workerData } = require('node:worker_threads')
const { createSampler, garbageCollector } = require('@plimsoll/core')
const { plimsoll } = require('@plimsoll/http')

const silent = { info() {}, warn() {}, error() {} }
const sampler = createSampler({ limitBytes: workerData.limitBytes })
const suite = plimsoll({ sampler, logger: silent })
const server = createServer((req, res) => suite(req, res, () => res.end('served')))

server.listen(0, '127.0.0.1', () => parentPort.postMessage({ port: server.address().port }))
parentPort.on('message', () => {
  const { stats } = suite.guard
  parentPort.postMessage({
    stats,
    canCollect: garbageCollector().available,
    rssBytes: sampler.latest.rssBytes,
  })
})

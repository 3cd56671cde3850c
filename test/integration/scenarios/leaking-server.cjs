'use strict'
// A server that remembers every visitor; says what the monitor found as JSON, and ends by itself.
const { createServer, get } = require('node:http')
const { createMemoryMonitor } = require('@plimsoll/memory-monitor')

const leaky = process.argv[2] === 'leaky'
const visitors = new Map()
const recent = []

function rememberVisitor(id) {
  visitors.set(id, { id, agent: 'visitor '.repeat(20) + id, pages: [id, id, id] })
}

function keepRecent(id) {
  recent.push({ id, agent: 'visitor '.repeat(20) + id, pages: [id, id, id] })
  if (recent.length > 200) recent.shift()
}

let served = 0
function visit(_req, res) {
  served += 1
  for (let item = 0; item < 20; item += 1) (leaky ? rememberVisitor : keepRecent)(served * 20 + item)
  res.end('welcome')
}
const server = createServer(visit)

const quiet = { info() {}, warn() {}, error() {} }
const monitor = createMemoryMonitor({ observationMs: 5000, minGrowthBytes: 300_000, logger: quiet })
const end = (leak) => {
  process.stdout.write(`${JSON.stringify({ leak, state: monitor.state, report: monitor.report() })}\n`)
  monitor.stop()
  server.close()
  server.closeAllConnections()
  clearInterval(load)
}
monitor.on('leak', end)

let load
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address()
  monitor.start()
  load = setInterval(() => get({ port, host: '127.0.0.1' }, (res) => res.resume()).on('error', () => {}), 10)
  setTimeout(() => end(null), Number(process.argv[3])).unref()
})

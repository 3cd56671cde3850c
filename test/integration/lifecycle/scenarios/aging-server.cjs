// A server that is due for a restart as soon as it runs, and says so to plannedRestart().
const http = require('node:http')
const { gracefulShutdown, plannedRestart } = require('@plimsoll/lifecycle')
const { plimsoll } = require('@plimsoll/http')

const suite = plimsoll({ health: { maxUptimeMs: 300 }, samplerOptions: { intervalMs: 50 } })
const server = http.createServer((req, res) =>
  suite(req, res, () => setTimeout(() => res.end('served'), 200)),
)
const shutdown = gracefulShutdown(server, { idleGraceMs: 100 })
plannedRestart({ health: suite.health, shutdown, jitterMs: 0, ...JSON.parse(process.argv[2]) })
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }))

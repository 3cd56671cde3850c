// One of many replicas that leak alike: each keeps what it was sent, and asks for a restart at the same size.
const http = require('node:http')
const { board, createSampler } = require('@plimsoll/core')
const { createHealth } = require('@plimsoll/health')
const { gracefulShutdown, plannedRestart, restartLease } = require('@plimsoll/lifecycle')
const { createClient } = require('redis')

const { holder, redisPort, permits, leakLimit } = JSON.parse(process.argv[2])
const silent = { info() {}, warn() {}, error() {} }

const sampler = createSampler({ intervalMs: 250, minIntervalMs: 250 })
const clock = { now: () => performance.now(), schedule: () => ({ close() {} }) }
const health = createHealth({ maxUptimeMs: false }, { sampler, clock })
const kept = []
const server = http.createServer((req, res) => {
  if (req.url === '/readyz') return res.writeHead(health.readyz.ok ? 200 : 503).end()
  kept.push(Buffer.alloc(1024).toString('latin1') + kept.length)
  res.end('served')
})

board().put('health', () => {
  if (kept.length < leakLimit) return []
  const message = `${kept.length} requests are kept`
  return [{ status: 'needs-restart', code: 'leak-confirmed', message }]
})

async function main() {
  const client = redisPort && createClient({ socket: { port: redisPort, host: '127.0.0.1' } })
  if (client) await client.on('error', () => {}).connect()
  const lease =
    client &&
    restartLease({
      command: (args) => client.sendCommand(args),
      holder,
      permits,
      ttlMs: 30_000,
      logger: silent,
    })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  health.listening()
  const shutdown = gracefulShutdown(server, { logger: silent })
  shutdown.signal.addEventListener('abort', () => process.send('draining', () => {}))
  const own = { historyFile: false, minIntervalMs: 0, jitterMs: 1000, sampler, logger: silent }
  plannedRestart({ ...own, health, shutdown, ...(lease && { lease }) })
  process.send({ port: server.address().port })
}

main()

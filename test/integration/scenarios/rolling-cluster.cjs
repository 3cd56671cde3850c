// A cluster that a test asks, over IPC, to restart, and to have accidents. Workers answer with their process id.
const cluster = require('node:cluster')
const http = require('node:http')
const { sharedSampler } = require('@plimsoll/core')
const { gracefulShutdown, rollingRestart } = require('@plimsoll/lifecycle')

const silent = { info() {}, warn() {}, error() {} }

function work() {
  if (process.env.BREED === 'never ready') return setInterval(() => {}, 1000)
  if (process.env.BREED === 'dies') return process.exit(3)
  const server = http.createServer((req, res) => {
    const { searchParams } = new URL(req.url, 'http://localhost')
    if (searchParams.has('disconnect')) process.disconnect()
    const startMs = performance.now()
    while (performance.now() - startMs < Number(searchParams.get('busy') ?? 0));
    const answer = searchParams.has('workers') ? sharedSampler().workers : process.pid
    setTimeout(() => res.end(String(answer)), Number(searchParams.get('ms') ?? 10))
  })
  server.listen(0, '127.0.0.1')
  gracefulShutdown(server, { logger: silent, drainTimeoutMs: 10_000, idleGraceMs: 300 })
}

function supervise() {
  const logged = []
  const log = (message) => void logged.push(message)
  let breed = {}
  let port
  let fewestReady = Number.POSITIVE_INFINITY
  let mostAlive = 0
  const rolling = rollingRestart(cluster, {
    ...JSON.parse(process.argv[2]),
    fork: () => cluster.fork(breed),
    logger: { info: log, warn: log, error: log },
  })
  const look = () => {
    const ready = rolling.workers.filter(({ state }) => state === 'ready').length
    fewestReady = Math.min(fewestReady, ready)
    mostAlive = Math.max(mostAlive, rolling.workers.length)
  }
  const commands = {
    async serving(count) {
      while (rolling.workers.filter(({ state }) => state === 'ready').length < count) {
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
      return port
    },
    watch() {
      look()
      for (const event of ['listening', 'disconnect', 'exit', 'message']) cluster.on(event, look)
    },
    restart: (times) => Promise.all(Array.from({ length: times }, () => rolling.restart('a test'))),
    breed(name) {
      breed = { BREED: name }
    },
    crash() {
      const ready = rolling.workers.filter(({ state }) => state === 'ready')
      const { pid } = ready.at(-1)
      process.kill(pid, 'SIGKILL')
      return pid
    },
    facts: () => ({ fewestReady, mostAlive, logged, workers: rolling.workers, state: rolling.state }),
  }
  cluster.on('listening', (_worker, address) => {
    port = address.port
  })
  process.on('message', async ({ id, command, argument }) => {
    process.send({ id, answer: await commands[command](argument) })
  })
  process.send('here')
}

if (cluster.isPrimary) supervise()
else work()

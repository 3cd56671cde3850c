// A cluster that a bench has restarted over IPC, with accidents on the way. Counts who serves all the while.
const cluster = require('node:cluster')
const http = require('node:http')
const { gracefulShutdown, rollingRestart } = require('@plimsoll/lifecycle')

const silent = { info() {}, warn() {}, error() {} }
const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

function work() {
  if (process.env.BREED === 'never ready') return setInterval(() => {}, 1000)
  if (process.env.BREED === 'dies') return process.exit(3)
  const sockets = new Set()
  const server = http.createServer((req, res) => {
    req.resume().on('end', () => setTimeout(() => res.end('{"order":"accepted"}'), 5))
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  gracefulShutdown(server, { logger: silent })
  process.on('message', (message) => {
    if (message !== 'crash') return
    // Whose requests it takes along is told first: only those may fail.
    const ports = [...sockets].map((socket) => socket.remotePort)
    process.send({ crashing: ports }, () => process.kill(process.pid, 'SIGKILL'))
  })
}

function supervise() {
  const options = JSON.parse(process.argv[2])
  let breeds = []
  let fewestReady = Number.POSITIVE_INFINITY
  const rolling = rollingRestart(cluster, {
    ...options,
    logger: silent,
    fork: () => cluster.fork({ BREED: breeds.shift() ?? '' }),
  })
  const ready = () => rolling.workers.filter(({ state }) => state === 'ready')
  const look = () => {
    fewestReady = Math.min(fewestReady, ready().length)
  }
  const full = async () => {
    while (ready().length < options.workers) await later(5)
  }
  async function restart({ breeds: next, crashAfterMs }) {
    breeds = next
    const running = rolling.restart('bench')
    if (crashAfterMs !== undefined) {
      await later(crashAfterMs)
      const candidates = ready()
      const victim = candidates[Math.floor(Math.random() * candidates.length)]
      cluster.workers[victim.id]?.send('crash', () => {})
    }
    const { result, replaced } = await running
    await full()
    return { result, replaced }
  }
  cluster.on('listening', (_worker, { port }) => process.send({ port }))
  cluster.on('message', (_worker, message) => {
    if (message.crashing) process.send({ crash: message.crashing, atMs: Date.now() })
  })
  full().then(() => {
    for (const event of ['exit', 'disconnect', 'listening', 'message']) cluster.on(event, look)
    setInterval(look, 2)
    process.send('ready')
  })
  process.on('message', async (message) => {
    if (message === 'end') return rolling.shutdown()
    process.send({ outcome: await restart(message), fewestReady })
  })
}

if (cluster.isPrimary) supervise()
else work()

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'
import { startClient } from '../../load/closed-loop-client.mjs'
import { freePort } from '../../measure/app-process.mjs'
import { requireOurs } from '../../measure/built-packages.mjs'

const SERVER = fileURLToPath(new URL('../../../examples/express-demo/server.js', import.meta.url))
const PRELOAD = fileURLToPath(new URL('../../apps/heap/snapshot-on-request.cjs', import.meta.url))
const START_MS = 20_000

/** The demo as it is, with everything of ours mounted, after it has served some load. */
export async function writeApplicationSnapshot(file) {
  requireOurs()
  const port = await freePort()
  const server = fork(SERVER, {
    execArgv: ['--require', PRELOAD],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, PORT: String(port), NODE_ENV: 'production' },
  })
  const client = startClient()
  try {
    await listening(port)
    await client.drive({ port, path: '/checkout', requests: 5000 })
    await client.drive({ port, path: '/report', requests: 100, connections: 5 })
    server.send(file)
    await once(server, 'message')
  } finally {
    client.stop()
    server.kill('SIGKILL')
  }
}

async function listening(port) {
  const dueMs = performance.now() + START_MS
  while (!(await answers(port))) {
    if (performance.now() > dueMs) throw new Error(`${SERVER} did not listen within ${START_MS / 1000} s`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

function answers(port) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

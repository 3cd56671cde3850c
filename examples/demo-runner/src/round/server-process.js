import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const START_MS = 20_000

/** Starts one of the applications in a container and waits until it listens. It is stopped with the leftovers. */
export async function startServer({ framework, isProtected, container, port, leftovers, onLog }) {
  const file = fileURLToPath(new URL(`../../../${framework}-demo/server.js`, import.meta.url))
  const [program, ...args] = container.command([process.execPath, file])
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: Ctrl-C is for the demo, which then ends the server in its own order.
    detached: true,
    env: {
      ...process.env,
      NODE_ENV: 'production',
      PORT: String(port),
      PLIMSOLL: isProtected ? 'on' : 'off',
      DEMO_LIMIT_BYTES: String(container.limitBytes),
    },
  })
  let output = ''
  const listen = (chunk) => {
    output = (output + chunk).slice(-10_000)
    for (const line of String(chunk).split('\n').filter(Boolean)) onLog(line)
  }
  child.stdout.on('data', listen)
  child.stderr.on('data', listen)
  const server = {
    pid: child.pid,
    port,
    exited: once(child, 'exit').then(([code, signal]) => ({ code, signal, output })),
    isRunning: () => child.exitCode === null && child.signalCode === null,
    async stop() {
      if (!server.isRunning()) return
      child.kill('SIGKILL')
      await server.exited
    },
  }
  leftovers.add(server.stop)
  const early = server.exited.then(({ code, signal }) => {
    throw new Error(`The server ended before it listened (${signal ?? code}):\n${output}`)
  })
  early.catch(() => {}) // Of no interest once it listens.
  try {
    await Promise.race([listening(port), early])
  } catch (error) {
    await server.stop()
    throw error
  }
  return server
}

async function listening(port) {
  const deadline = performance.now() + START_MS
  while (performance.now() < deadline) {
    if (await accepts(port)) return
    await wait(50)
  }
  throw new Error(`The server did not listen on port ${port} within ${START_MS / 1000} s`)
}

function accepts(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

/** The wanted port when it is free, else any that is. */
export async function freePort(wanted) {
  for (const port of [wanted, 0]) {
    const probe = createServer()
    const free = new Promise((resolve) => {
      probe.once('listening', () => resolve(probe.address().port)).once('error', () => resolve(undefined))
    })
    probe.listen(port, '127.0.0.1')
    const found = await free
    if (found === undefined) continue
    await new Promise((resolve) => probe.close(resolve))
    return found
  }
  throw new Error('There is no free port on 127.0.0.1')
}

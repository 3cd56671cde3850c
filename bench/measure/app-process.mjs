// One server application as a process of its own: started, awaited, watched, stopped.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const benchFolder = fileURLToPath(new URL('..', import.meta.url))

export async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  return port
}

/**
 * Runs `file`, which reads PORT, listens and prints `ready`.
 * @param cgroup puts the process into the group before Node starts
 * @param verbose passes its output through
 * @param port where one from before listened; by default one that is free
 */
export async function startApp({
  file,
  args = [],
  node = process.execPath,
  nodeFlags = [],
  cgroup,
  env = {},
  verbose = false,
  port: wantedPort,
}) {
  const port = wantedPort ?? (await freePort())
  const command = [node, ...nodeFlags, file, ...args]
  const [program, ...rest] = cgroup ? ['/bin/sh', '-c', cgroup.enter, 'sh', ...command] : command
  const child = spawn(program, rest, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      // for application files that live elsewhere; ours resolve the peers by themselves
      NODE_PATH: [join(benchFolder, 'peers/node_modules'), join(benchFolder, '../node_modules')].join(':'),
      NODE_ENV: 'production',
      ...env,
      PORT: String(port),
    },
  })

  const state = { exit: undefined, exitedAtMs: undefined, stopping: false, output: '' }
  const exited = new Promise((resolve) => {
    child.on('exit', (code, signal) => {
      state.exit = { code, signal }
      state.exitedAtMs = performance.now()
      resolve()
    })
  })
  const ready = new Promise((resolve, reject) => {
    const listen = (chunk) => {
      if (verbose) process.stderr.write(chunk)
      state.output = (state.output + chunk).slice(-20_000)
      if (state.output.includes('ready')) resolve()
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    exited.then(() =>
      reject(new Error(`${file} ended before it was ready: ${JSON.stringify(state.exit)}\n${state.output}`)),
    )
    setTimeout(
      () => reject(new Error(`${file} did not say "ready" within 20 s\n${state.output}`)),
      20_000,
    ).unref()
  })

  const app = {
    pid: child.pid,
    port,
    exited,
    get exit() {
      return state.exit
    },
    get exitedAtMs() {
      return state.exitedAtMs
    },
    get output() {
      return state.output
    },
    /** How it stands, judged by the exit signal alone. */
    get fate() {
      return state.stopping || !state.exit ? 'alive' : fateOf(state)
    },
    async stop() {
      if (state.exit) return
      state.stopping = true
      child.kill('SIGKILL')
      await exited
    },
  }
  try {
    await ready
  } catch (error) {
    await app.stop()
    throw error
  }
  return app
}

function fateOf({ exit: { code, signal }, output }) {
  if (signal === 'SIGKILL' || code === 137) return 'killed'
  if (/heap out of memory|Reached heap limit/.test(output) || signal === 'SIGABRT' || code === 134)
    return 'heap abort'
  return `exit ${signal ?? code}`
}

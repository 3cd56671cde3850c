import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'

export interface RedisServer {
  readonly port: number
  stop(): Promise<void>
}

const installed = spawnSync('redis-server', ['--version']).status === 0

/** `describe` where redis-server is installed (`npm run setup` does it); elsewhere the suite is left out. */
export const describeWithRedis = installed ? describe : describe.skip

const running = new Set<ChildProcess>()

/** Ends what a test that failed has left running. */
export async function stopRedisServers(): Promise<void> {
  for (const child of running) await stop(child)
}

/** Starts a real Redis that keeps nothing on disk, on the given port or one that is free. */
export async function startRedis(port?: number): Promise<RedisServer> {
  const chosen = port ?? (await freePort())
  const options = { port: chosen, bind: '127.0.0.1', save: '', appendonly: 'no', dir: '/tmp' }
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)])
  const child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] })
  running.add(child)
  for await (const line of child.stdout) {
    if (String(line).includes('Ready to accept connections')) break
  }
  return { port: chosen, stop: () => stop(child) }
}

async function stop(child: ChildProcess): Promise<void> {
  running.delete(child)
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

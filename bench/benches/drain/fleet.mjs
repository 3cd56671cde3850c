// Twenty replicas that leak alike are due at the same moment: how many are away at once, with a lease and without?
import { fork, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import http from 'node:http'
import net from 'node:net'
import { fileURLToPath } from 'node:url'
import { CannotRun } from '../../report/cannot-run.mjs'
import { printTable } from '../../report/table.mjs'
import { judge } from '../../report/target.mjs'

const REPLICAS = 20
const PERMITS = 2
const LEAK_LIMIT = 50
/** What an orchestrator takes to start a container anew. */
const START_AFTER_MS = 1000
const END_MS = 300_000

export const contenders = ['no lease', 'lease']

export async function run({ names = contenders, node, quick }) {
  if (spawnSync('redis-server', ['--version']).status !== 0) {
    throw new CannotRun('no redis-server here: apt-get install redis-server')
  }
  const replicas = quick ? 6 : REPLICAS
  const found = {}
  for (const name of names) found[name] = await runFleet({ node, replicas, withLease: name === 'lease' })
  printTable(
    ['fleet', 'replicas', 'restarted', 'most away at once', 'until all were new'],
    names.map((name) => {
      const { restarted, mostAway, seconds } = found[name]
      return [name, replicas, restarted, mostAway, `${seconds.toFixed(0)} s`]
    }),
  )
  const { lease } = found
  const targets = lease
    ? [
        judge(
          `${replicas} replicas with the same leak, lease of ${PERMITS}: never more than ${PERMITS} away, all restarted`,
          lease.mostAway <= PERMITS && lease.restarted === replicas,
          `${lease.mostAway} away at most, ${lease.restarted} restarted`,
        ),
      ]
    : []
  return { found, targets }
}

async function runFleet({ node, replicas, withLease }) {
  const redis = await startRedis()
  const away = new Set()
  const renewed = new Set()
  let counting = false
  let mostAway = 0
  const leave = (holder) => {
    away.add(holder)
    if (counting) mostAway = Math.max(mostAway, away.size)
  }
  const children = new Map()
  const ports = new Map()
  let ending = false
  let failed

  const start = (holder) => {
    const settings = {
      holder,
      permits: PERMITS,
      leakLimit: LEAK_LIMIT,
      ...(withLease && { redisPort: redis.port }),
    }
    const file = fileURLToPath(new URL('../../apps/drain/replica.cjs', import.meta.url))
    const child = fork(file, [JSON.stringify(settings)], { execPath: node })
    children.set(holder, child)
    child.on('message', (message) => {
      if (message === 'draining') return leave(holder)
      ports.set(holder, message.port)
      away.delete(holder)
      if (counting) renewed.add(holder)
    })
    child.on('exit', (code) => {
      leave(holder)
      if (code !== 0 && !ending) failed = new Error(`${holder} ended with exit code ${code}`)
      if (!ending && !failed) setTimeout(() => start(holder), START_AFTER_MS)
    })
  }

  const holders = Array.from({ length: replicas }, (_, number) => `replica-${number}`)
  try {
    for (const holder of holders) start(holder)
    await until(() => failed || ports.size === replicas, END_MS)
    if (failed) throw failed
    counting = true
    const startMs = performance.now()
    // The same load for everybody: they are over their limit together.
    await Promise.all(holders.map((holder) => visit(ports.get(holder), LEAK_LIMIT)))
    await until(() => failed || (renewed.size === replicas && away.size === 0), END_MS)
    if (failed) throw failed
    return { restarted: renewed.size, mostAway, seconds: (performance.now() - startMs) / 1000 }
  } finally {
    ending = true
    const exits = [...children.values()]
      .filter(({ exitCode }) => exitCode === null)
      .map((child) => {
        child.kill('SIGKILL')
        return once(child, 'exit')
      })
    await Promise.all(exits)
    await redis.stop()
  }
}

async function visit(port, times) {
  for (let count = 0; count < times; count += 1) {
    await new Promise((resolve) => {
      http.get({ port, host: '127.0.0.1' }, (res) => res.resume().on('end', resolve)).on('error', resolve)
    })
  }
}

async function until(condition, withinMs) {
  const endMs = performance.now() + withinMs
  while (!condition() && performance.now() < endMs) await new Promise((resolve) => setTimeout(resolve, 20))
}

async function startRedis() {
  const server = net.createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  await new Promise((resolve) => server.close(resolve))
  const args = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
    '--dir',
    '/tmp',
  ]
  const child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] })
  for await (const line of child.stdout) if (String(line).includes('Ready to accept connections')) break
  return {
    port,
    async stop() {
      const exited = once(child, 'exit')
      child.kill('SIGKILL')
      await exited
    },
  }
}

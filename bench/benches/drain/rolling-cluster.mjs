// A cluster of four is restarted over and over under load, while workers crash and replacements do not come up.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { printTable } from '../../report/table.mjs'
import { judge } from '../../report/target.mjs'
import { startPosting } from './posting-clients.mjs'

const WORKERS = 4
const RESTARTS = 100
const CLIENTS = 16
const PAUSE_MS = 15
const READY_TIMEOUT_MS = 1500
/** A connection that was on its way to a worker when it crashed is in nobody's list. */
const HANDED_OVER_MS = 200
/** Ports are used again. */
const SAME_PORT_MS = 20_000

/** What goes wrong in each of ten restarts. */
const ACCIDENTS = [
  {},
  { crashes: true },
  {},
  { breeds: ['never ready'] },
  { crashes: true },
  { breeds: ['dies'] },
  {},
  { crashes: true },
  { breeds: ['never ready', 'never ready'], aborts: true },
  { breeds: ['dies', 'dies'], aborts: true },
]

export async function run({ node, quick, rounds }) {
  const restarts = rounds ?? (quick ? 10 : RESTARTS)
  const primary = await startPrimary(node)
  const crashes = []
  primary.child.on('message', ({ crash, atMs }) => {
    if (crash) crashes.push({ ports: crash, atMs })
  })
  const load = startPosting({ port: primary.port, clients: CLIENTS, pauseMs: PAUSE_MS })
  const startMs = performance.now()
  const outcomes = []
  let fewestReady = WORKERS
  for (let count = 0; count < restarts; count += 1) {
    const { crashes: crashing, breeds = [], aborts = false } = ACCIDENTS[count % ACCIDENTS.length]
    const crashAfterMs = crashing ? Math.random() * 1000 : undefined
    const answer = await primary.restart({ breeds, crashAfterMs })
    outcomes.push({ ...answer.outcome, expected: aborts ? 'aborted' : 'done' })
    fewestReady = Math.min(fewestReady, answer.fewestReady)
  }
  const seconds = (performance.now() - startMs) / 1000
  const { answered, failures } = await load.stop()
  const exitCode = await primary.end()
  const told = failures.map((failure) => ({ ...failure, owner: ownerOf(failure, crashes) }))
  return report({ outcomes, crashes, answered, failures: told, fewestReady, seconds, exitCode })
}

function report({ outcomes, crashes, answered, failures, fewestReady, seconds, exitCode }) {
  const replaced = outcomes.reduce((sum, each) => sum + each.replaced, 0)
  const unexpected = outcomes.filter(({ result, expected }) => result !== expected)
  const by = (owner) => failures.filter((failure) => failure.owner === owner).length
  printTable(
    [
      'restarts',
      'as expected',
      'workers replaced',
      'crashes',
      'orders',
      'failed: crashed on',
      'handed over',
      'others',
      'fewest ready',
    ],
    [
      [
        outcomes.length,
        outcomes.length - unexpected.length,
        replaced,
        crashes.length,
        answered + failures.length,
        by('crashed'),
        by('handed over'),
        by('nobody'),
        `${fewestReady} of ${WORKERS}`,
      ],
    ],
  )
  console.log(
    `${seconds.toFixed(0)} s, ${(answered / seconds).toFixed(0)} orders/s, exit code of the primary ${exitCode}`,
  )
  const others = failures.filter(({ owner }) => owner === 'nobody')
  for (const failure of others.slice(0, 10)) console.log('  lost', JSON.stringify(failure))
  const targets = [
    judge(
      `${outcomes.length} rolling restarts of ${WORKERS} workers: no request lost that no worker had crashed on`,
      others.length === 0 && unexpected.length === 0 && exitCode === 0,
      `${others.length} of ${answered + failures.length} lost, ${unexpected.length} restarts not as expected`,
    ),
    judge('capacity never under N-1', fewestReady >= WORKERS - 1, `${fewestReady} of ${WORKERS}`),
  ]
  return {
    found: { outcomes, crashes: crashes.length, answered, failures, fewestReady, seconds, exitCode },
    targets,
  }
}

function ownerOf({ localPort, isNew, sentAtMs, atMs }, crashes) {
  const isOpen = (crash) => atMs >= crash.atMs - HANDED_OVER_MS && atMs - crash.atMs < SAME_PORT_MS
  if (crashes.some((crash) => isOpen(crash) && crash.ports.includes(localPort))) return 'crashed'
  const isOnItsWay = (crash) => isNew && Math.abs(sentAtMs - crash.atMs) < HANDED_OVER_MS
  return crashes.some(isOnItsWay) ? 'handed over' : 'nobody'
}

async function startPrimary(node) {
  const file = fileURLToPath(new URL('../../apps/drain/cluster.cjs', import.meta.url))
  const options = {
    workers: WORKERS,
    readyTimeoutMs: READY_TIMEOUT_MS,
    minBackoffMs: 100,
    maxBackoffMs: 1000,
  }
  const child = fork(file, [JSON.stringify(options)], { execPath: node })
  let port
  child.on('message', (message) => {
    port ??= message.port
  })
  await new Promise((resolve) => {
    child.on('message', (message) => message === 'ready' && resolve())
  })
  return {
    child,
    port,
    restart(accident) {
      child.send(accident)
      return new Promise((resolve) => {
        const heard = (message) => {
          if (message.outcome === undefined) return
          child.off('message', heard)
          resolve(message)
        }
        child.on('message', heard)
      })
    },
    async end() {
      const exited = once(child, 'exit')
      child.send('end')
      const [code] = await exited
      return code
    },
  }
}

// Healthy servers that look ill: who sheds their requests?
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { punctuality, startLoad, summarize } from '../load/start-load.mjs'
import { startApp } from '../measure/app-process.mjs'
import { requireOurs } from '../measure/built-packages.mjs'
import { createMemoryCgroup } from '../measure/cgroup.mjs'
import { undisturbed } from '../measure/undisturbed.mjs'
import { ensurePeers } from '../peers/install.mjs'
import { choose } from '../report/choose.mjs'
import { printMachine } from '../report/machine.mjs'
import { printTable } from '../report/table.mjs'
import { judge } from '../report/target.mjs'
import { makeLargeFile } from './false-shed/large-file.mjs'

const PROTECTIONS = ['no protection', 'plimsoll', 'overload-protection', 'toobusy-js']
const CACHE_AS_USED = 'availableMemory below 15 %' // shows what counting page cache leads to
const CONTAINER_BYTES = 512 * 2 ** 20

const SCENARIOS = [
  {
    title: 'GC sawtooth, heap limit 2 GB',
    app: 'gc-sawtooth',
    rate: 50,
    nodeFlags: ['--max-old-space-size=2048'],
  },
  {
    title: 'GC sawtooth, heap limit 90 MB',
    app: 'gc-sawtooth',
    rate: 50,
    nodeFlags: ['--max-old-space-size=80', '--max-semi-space-size=2'],
  },
  { title: 'one 60 ms stall in 500 ms', app: 'one-stall', rate: 500 },
  { title: 'page cache full, read once', app: 'page-cache', rate: 50, readTimes: 1 },
  { title: 'page cache full, read three times', app: 'page-cache', rate: 50, readTimes: 3 },
  { title: 'wall clock stepped 60 s and back', app: 'clock-step', rate: 50, seconds: 25 },
]

export async function run(args) {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string', multiple: true },
      'peers-only': { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      scenario: { type: 'string' },
    },
  })
  const seconds = values.quick ? 4 : 20
  const protections = choose([...PROTECTIONS, CACHE_AS_USED], values)
  ensurePeers()
  if (protections.includes('plimsoll')) requireOurs()
  printMachine('false-shed: requests that a healthy server refused')

  const rows = []
  for (const scenario of SCENARIOS.filter(({ app }) => !values.scenario || app === values.scenario)) {
    for (const protection of protections) {
      if (protection === CACHE_AS_USED && !scenario.readTimes) continue
      const row = {
        scenario: scenario.title,
        protection,
        ...(await tryProtection(scenario, protection, seconds)),
      }
      rows.push(row)
      console.log(
        `  ${row.scenario.padEnd(34)} ${protection.padEnd(27)} shed ${row.shed} of ${row.sent}${row.note ? `  (${row.note})` : ''}`,
      )
    }
  }

  console.log('')
  printTable(
    ['scenario', 'protection', 'shed', 'of', 'share', 'failed', 'p99 ms'],
    rows.map(({ scenario, protection, shed, sent, failed, p99Ms }) => [
      scenario,
      protection,
      shed,
      sent,
      `${((100 * shed) / sent).toFixed(1)} %`,
      failed,
      p99Ms.toFixed(0),
    ]),
  )
  console.log('\n"no protection" is the control: it must not fail either\n')
  const ours = rows.filter(({ protection }) => protection === 'plimsoll')
  const targets = ours.map(({ scenario, shed, failed, sent }) =>
    judge(
      `no false shed, ${scenario}`,
      shed === 0 && failed === 0,
      `${shed} shed, ${failed} failed of ${sent}`,
    ),
  )
  return { rows, targets }
}

async function tryProtection(scenario, protection, seconds) {
  const { lateness: _, ...row } = await undisturbed(() => tryOnce(scenario, protection, seconds))
  return row
}

async function tryOnce({ app: name, rate, nodeFlags, readTimes, seconds: own }, protection, seconds) {
  const cgroup = readTimes ? createMemoryCgroup(CONTAINER_BYTES) : undefined
  const file = readTimes ? makeLargeFile() : undefined
  let app
  try {
    file?.evict()
    app = await startApp({
      file: fileURLToPath(new URL(`../apps/false-shed/${name}.cjs`, import.meta.url)),
      args: [protection],
      nodeFlags,
      cgroup,
      env: file ? { LARGE_FILE: file.path, READ_TIMES: String(readTimes) } : {},
    })
    const load = startLoad({
      port: app.port,
      streams: [{ name: 'light', path: '/', phases: [{ rate, seconds: own ?? seconds }] }],
    })
    app.exited.then(load.stop)
    const outcome = await load.result
    const { p99Ms: lateMs } = punctuality(outcome)
    const late = lateMs > 10 ? `GENERATOR LATE p99 ${lateMs.toFixed(0)} ms` : undefined
    const note = [noteOf(app, cgroup), late].filter(Boolean).join(', ')
    return { ...summarize(outcome.streams.light), fate: app.fate, note, lateness: outcome.lateness }
  } finally {
    await app?.stop()
    await cgroup?.remove()
    file?.remove()
  }
}

function noteOf(app, cgroup) {
  const heap = [...app.output.matchAll(/^heap (\d+)$/gm)].map(([, megabytes]) => Number(megabytes))
  if (heap.length > 0) return `raw heap ${Math.min(...heap)}-${Math.max(...heap)} MB`
  if (cgroup)
    return `usage ${toMib(cgroup.usageBytes())}, working set ${toMib(cgroup.workingSetBytes())} of ${toMib(CONTAINER_BYTES)} MiB`
  return undefined
}

const toMib = (bytes) => Math.round(bytes / 2 ** 20)

// What watching costs while nothing happens: CPU and wake-ups of each sampler, one idle process each, all at once.

import { once } from 'node:events'
import { get } from 'node:http'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { startApp } from '../measure/app-process.mjs'
import { requireOurs } from '../measure/built-packages.mjs'
import { processCpuMs, processWakeUps } from '../measure/cpu-accounting.mjs'
import { ensurePeers } from '../peers/install.mjs'
import { choose } from '../report/choose.mjs'
import { printMachine } from '../report/machine.mjs'
import { median, spread } from '../report/statistics.mjs'
import { printTable } from '../report/table.mjs'
import { judge } from '../report/target.mjs'

const FILE = fileURLToPath(new URL('../apps/idle/sampler.cjs', import.meta.url))
const SAMPLERS = createRequire(import.meta.url)('../apps/idle/sampler.cjs').names
const TARGET_PERCENT = 0.01
const LATE_MS = 200
const MAX_DISTURBED = 10

export async function run(args) {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true },
      'peers-only': { type: 'boolean', default: false },
      seconds: { type: 'string' },
      windows: { type: 'string' },
    },
  })
  const windows = Number(values.windows ?? (values.quick ? 2 : 5))
  const seconds = Number(values.seconds ?? (values.quick ? 5 : 20))
  const settleMs = values.quick ? 5000 : 15_000
  ensurePeers()
  const samplers = choose(SAMPLERS, values)
  if (samplers.includes('plimsoll')) requireOurs()
  printMachine(`idle: samplers in idle processes, ${windows} windows of ${seconds} s`)

  const apps = new Map()
  const found = new Map()
  try {
    for (const name of samplers) {
      const app = await startApp({ file: FILE, args: [name] })
      apps.set(name, app)
      found.set(name, { percent: [], wakeUps: [] })
      await firstRequest(app.port) // some start sampling with the first request only
    }
    await sleep(settleMs) // compiling, first collections and the keep-alive timeout are not idling
    let disturbed = 0
    for (let window = 0; window < windows && disturbed < MAX_DISTURBED; ) {
      const before = new Map([...apps].map(([name, { pid }]) => [name, reading(pid)]))
      const lateMs = await sleepAndTellLateness(seconds * 1000)
      if (lateMs > LATE_MS) {
        disturbed++ // the machine or this process stood still, and so may have the samplers
        continue
      }
      window++
      for (const [name, { pid }] of apps) {
        const [start, end] = [before.get(name), reading(pid)]
        const elapsedMs = end.atMs - start.atMs
        found.get(name).percent.push((100 * (end.cpuMs - start.cpuMs)) / elapsedMs)
        found.get(name).wakeUps.push((1000 * (end.wakeUps - start.wakeUps)) / elapsedMs)
      }
    }
    if (disturbed > 0) console.log(`${disturbed} windows thrown away: the bench itself woke up too late\n`)
  } finally {
    await Promise.all([...apps.values()].map((app) => app.stop()))
  }

  printTable(
    ['sampler', '% of one core', 'wake-ups/s'],
    [...found].map(([name, { percent, wakeUps }]) => [name, spread(percent, 4), spread(wakeUps, 1)]),
  )
  console.log('\n"bare http" twice is the control: what an idle Node process costs by itself\n')
  const ours = found.get('plimsoll')
  if (!ours) return { found: Object.fromEntries(found), targets: [] }
  const bare = median([...found.get('bare http').percent, ...found.get('bare http again').percent])
  const own = median(ours.percent) - bare
  const targets = [
    judge(
      `idle CPU at most ${TARGET_PERCENT} % of a core, the bare process deducted`,
      own <= TARGET_PERCENT,
      `${own.toFixed(4)} %`,
    ),
  ]
  return { found: Object.fromEntries(found), targets }
}

const reading = (pid) => ({ atMs: performance.now(), cpuMs: processCpuMs(pid), wakeUps: processWakeUps(pid) })

async function firstRequest(port) {
  const [response] = await once(get({ port, host: '127.0.0.1', agent: false }), 'response')
  response.resume()
  await once(response, 'end')
}

async function sleepAndTellLateness(ms) {
  const dueMs = performance.now() + ms
  let lateMs = 0
  // In short steps: standing still for a moment within the window must not go unnoticed.
  while (performance.now() < dueMs) {
    const stepDueMs = Math.min(dueMs, performance.now() + 1000)
    await sleep(stepDueMs - performance.now())
    lateMs = Math.max(lateMs, performance.now() - stepDueMs)
  }
  return lateMs
}

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

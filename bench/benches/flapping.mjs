// Load just at the threshold: how often does the state change?
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { requireOurs } from '../measure/built-packages.mjs'
import { ensurePeers } from '../peers/install.mjs'
import { choose } from '../report/choose.mjs'
import { printMachine } from '../report/machine.mjs'
import { printTable } from '../report/table.mjs'
import { judge } from '../report/target.mjs'

const FILE = fileURLToPath(new URL('../apps/flapping/threshold-load.cjs', import.meta.url))
const LOADS = {
  '45/250': '45 ms of work every 250 ms',
  '50/100': '50 ms of work every 100 ms',
  heap: 'garbage across a heap threshold, 42 MB live',
}
const SUBJECTS = ['plimsoll', 'overload-protection', 'toobusy-js', 'under-pressure logic']

export async function run(args) {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string', multiple: true },
      'peers-only': { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
    },
  })
  const seconds = values.quick ? 4 : 60
  ensurePeers()
  const subjects = choose(SUBJECTS, values)
  const ours = subjects.includes('plimsoll')
  if (ours) requireOurs(['@plimsoll/core', '@plimsoll/memory-guard'])
  printMachine(`flapping: changes of state under a load at the threshold, ${seconds} s each in real time`)

  const realTime = []
  for (const [load, title] of Object.entries(LOADS)) {
    for (const subject of subjects) {
      const { stdout } = await promisify(execFile)(process.execPath, [FILE, load, subject, String(seconds)])
      realTime.push({ load: title, subject, changesAMinute: (JSON.parse(stdout).changes * 60) / seconds })
    }
  }
  printTable(
    ['load', 'subject', 'changes a minute'],
    realTime.map(({ load, subject, changesAMinute }) => [load, subject, changesAMinute.toFixed(0)]),
  )
  if (!ours) return { realTime, targets: [] }

  const { simulateFlapping } = await import('./flapping/simulated.mjs')
  const simulated = simulateFlapping()
  console.log('\nplimsoll, ten simulated minutes around a threshold, changes a minute')
  printTable(
    ['signal', 'shape', 'threshold', 'swing', 'sampler', 'guard', 'worst minute'],
    simulated.map((row) => [
      row.signal,
      row.shape,
      row.threshold,
      row.swing,
      row.sampler.toFixed(1),
      row.guard.toFixed(1),
      row.worstMinute,
    ]),
  )
  console.log('')
  return { realTime, simulated, targets: targetsOf(realTime, simulated) }
}

function targetsOf(realTime, simulated) {
  const real = Math.max(
    ...realTime.filter(({ subject }) => subject === 'plimsoll').map(({ changesAMinute }) => changesAMinute),
  )
  const average = Math.max(...simulated.map(({ sampler, guard }) => Math.max(sampler, guard)))
  const worst = Math.max(...simulated.map(({ worstMinute }) => worstMinute))
  return [
    judge('at most 2 changes a minute, in real time', real <= 2, `${real.toFixed(1)}`),
    judge('at most 2 changes a minute over ten simulated minutes', average <= 2, `${average.toFixed(1)}`),
    judge('at most 2 changes in any simulated minute', worst <= 2, `${worst}`),
  ]
}

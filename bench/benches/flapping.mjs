// Load just at the threshold: how often does the state change?
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { requireOurs } from '../measure/built-packages.mjs'
import { ensurePeers } from '../peers/install.mjs'
import { printMachine } from '../report/machine.mjs'
import { printTable } from '../report/table.mjs'

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
    options: { quick: { type: 'boolean', default: false }, 'peers-only': { type: 'boolean', default: false } },
  })
  const seconds = values.quick ? 4 : 60
  ensurePeers()
  if (!values['peers-only']) requireOurs(['@plimsoll/core'])
  printMachine(`flapping: changes of state under a load at the threshold, ${seconds} s each in real time`)

  const realTime = []
  for (const [load, title] of Object.entries(LOADS)) {
    for (const subject of SUBJECTS.filter((name) => !(values['peers-only'] && name === 'plimsoll'))) {
      const { stdout } = await promisify(execFile)(process.execPath, [FILE, load, subject, String(seconds)])
      realTime.push({ load: title, subject, changesAMinute: (JSON.parse(stdout).changes * 60) / seconds })
    }
  }
  printTable(
    ['load', 'subject', 'changes a minute'],
    realTime.map(({ load, subject, changesAMinute }) => [load, subject, changesAMinute.toFixed(0)]),
  )
  return { realTime, targets: [] }
}

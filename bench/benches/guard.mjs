// What the guard costs a request, in process: the decision, the reservation, the end of the response.
import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { requireOurs } from '../measure/built-packages.mjs'
import { ensurePeers } from '../peers/install.mjs'
import { choose } from '../report/choose.mjs'
import { printMachine } from '../report/machine.mjs'
import { median, spread } from '../report/statistics.mjs'
import { printTable } from '../report/table.mjs'
import { judge } from '../report/target.mjs'

const FILE = fileURLToPath(new URL('../apps/guard/case.cjs', import.meta.url))
const CASES = createRequire(import.meta.url)('../apps/guard/case.cjs').names
const FLAGS = ['--expose-gc', '--min-semi-space-size=64', '--max-semi-space-size=64']

export async function run(args) {
  const { values } = parseArgs({
    args,
    options: { quick: { type: 'boolean', default: false }, only: { type: 'string', multiple: true } },
  })
  ensurePeers()
  requireOurs(['@plimsoll/core', '@plimsoll/memory-guard', '@plimsoll/http'])
  printMachine('guard: CPU time and allocation of one call, a process per case and round')

  const found = new Map()
  for (let round = 0; round < (values.quick ? 1 : 5); round++) {
    for (const name of choose(CASES, values)) {
      const { stdout } = await promisify(execFile)(process.execPath, [...FLAGS, FILE, name])
      const { ns, bytes } = JSON.parse(stdout)
      const sofar = found.get(name) ?? { ns: [], bytes: [] }
      found.set(name, { ns: [...sofar.ns, median(ns)], bytes: [...sofar.bytes, bytes] })
    }
  }
  printTable(
    ['call', 'ns', 'bytes'],
    [...found].map(([name, { ns, bytes }]) => [name, spread(ns, 1), spread(bytes, 1)]),
  )
  console.log(
    '\n"empty call" is the loop itself and the control: it is not deducted above, but is from the targets\n',
  )
  return { found: Object.fromEntries(found), targets: targetsOf(found) }
}

function targetsOf(found) {
  const ns = (name) => median(found.get(name)?.ns ?? [Number.NaN])
  const empty = ns('empty call')
  const decision = ns('plimsoll: pressure decision') - empty
  const bytes = median(found.get('plimsoll: pressure decision')?.bytes ?? [Number.NaN])
  const whole = ns('the same with plimsoll guard') - ns('a request and its end')
  return [
    judge('pressure decision at most 5 ns', decision <= 5, `${decision.toFixed(1)} ns`),
    judge('pressure decision allocates nothing', bytes < 1, `${bytes.toFixed(1)} bytes`),
    judge(
      'reserving and giving back, with the end-of-response hook, at most 300 ns',
      whole <= 300,
      `${whole.toFixed(0)} ns; admit and release alone ${(ns('plimsoll: admit and release') - empty).toFixed(0)} ns`,
    ),
  ]
}

// Heap snapshots: what reading, analysing and comparing them costs, and whether the leak is found.
import os from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { requireOurs } from '../measure/built-packages.mjs'
import { nodeOfMajor } from '../measure/node-binary.mjs'
import { CannotRun } from '../report/cannot-run.mjs'
import { choose } from '../report/choose.mjs'
import { printMachine } from '../report/machine.mjs'
import { compareAnalyses } from './heap/analysis.mjs'
import { CONTENDERS, prepareContenders } from './heap/contenders.mjs'
import { compareDiffs } from './heap/diff.mjs'
import { measureLive } from './heap/live.mjs'
import { compareParsers } from './heap/parse.mjs'
import { SNAPSHOTS } from './heap/snapshots.mjs'

const OPTIONS = {
  analysis: { type: 'boolean', default: false }, // only the full analyses
  diff: { type: 'boolean', default: false }, // only the comparisons
  dir: { type: 'string', default: join(os.tmpdir(), 'plimsoll-heap-bench') }, // where snapshots are kept
  live: { type: 'boolean', default: false }, // only snapshots of a running process
  node: { type: 'string' },
  only: { type: 'string', multiple: true },
  parse: { type: 'boolean', default: false }, // only the parsers
  'peers-only': { type: 'boolean', default: false },
  quick: { type: 'boolean', default: false },
  rounds: { type: 'string' },
  sizes: { type: 'string' },
}

export async function run(args) {
  const { values } = parseArgs({ args, options: OPTIONS })
  const { dir, quick, rounds } = values
  const sizes = (values.sizes ?? (quick ? '20,application' : '20,100,500,1400,application')).split(',')
  const names = choose(CONTENDERS, values)
  const unknown = sizes.find((size) => !(size in SNAPSHOTS))
  if (unknown)
    throw new CannotRun(`--sizes ${unknown}: expected some of ${Object.keys(SNAPSHOTS).join(', ')}`)
  const node = await nodeOfMajor(values.node)
  const all = !values.analysis && !values.diff && !values.live && !values.parse
  if (names.some((name) => name.startsWith('plimsoll'))) requireOurs(['@plimsoll/heap'])
  await prepareContenders(names)
  printMachine(`heap: snapshots of ${sizes.join(', ')} MB and a pair of 100 MB, in ${dir}`)

  const report = { options: values, targets: [] }
  const add = ({ targets, ...found }) => {
    Object.assign(report, found)
    report.targets.push(...targets)
  }
  const common = { dir, names, node, quick, rounds: rounds && Number(rounds) }
  if (all || values.parse) add(await compareParsers({ ...common, sizes }))
  if (all || values.diff) add(await compareDiffs(common))
  if ((all && !values['peers-only']) || values.live) add(await measureLive(common))
  if (all || values.analysis) add(await compareAnalyses({ ...common, sizes }))
  return report
}

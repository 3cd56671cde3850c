// Who stays alive in a small container, and what it still serves. The kernel's verdict is the exit signal.
import { basename, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { requireOurs } from '../measure/built-packages.mjs'
import { nodeOfMajor } from '../measure/node-binary.mjs'
import { ensurePeers } from '../peers/install.mjs'
import { choose } from '../report/choose.mjs'
import { printMachine } from '../report/machine.mjs'
import { printTable } from '../report/table.mjs'
import { summarizeRuns, survivalTargets } from './survival/judgement.mjs'
import { runOnce } from './survival/run-once.mjs'

const MIB = 2 ** 20
const BASE_RATE = 100
const CRITICAL_RATE = 20

const VARIANTS = [
  'unprotected',
  'overload-protection-defaults',
  'overload-protection',
  'under-pressure',
  'os-freemem',
  'plimsoll',
]

const OPTIONS = {
  app: { type: 'string', multiple: true },
  arrivals: { type: 'string', default: 'even' },
  'limit-mib': { type: 'string', default: '256' },
  node: { type: 'string', multiple: true },
  'node-flag': { type: 'string', multiple: true, default: [] },
  only: { type: 'string', multiple: true },
  'peers-only': { type: 'boolean', default: false },
  quick: { type: 'boolean', default: false },
  rates: { type: 'string' },
  runs: { type: 'string', default: '1' },
  seconds: { type: 'string' },
  timeline: { type: 'boolean', default: false },
  verbose: { type: 'boolean', default: false },
  warm: { type: 'boolean', default: false }, // the program's pages are charged to somebody else
}

export async function run(args) {
  const { values } = parseArgs({ args, options: OPTIONS })
  const seconds = Number(values.seconds ?? (values.quick ? 10 : 60))
  const rates = (values.rates ?? (values.quick ? '6' : '1,1.5,6,10')).split(',').map(Number)
  const majors = values.node?.flatMap((item) => item.split(',')) ?? [process.versions.node.split('.')[0]]
  const limitBytes = Number(values['limit-mib']) * MIB
  const variants = variantsOf(values)

  ensurePeers()
  if (!values.app && variants.some(({ name }) => name === 'plimsoll')) requireOurs()
  printMachine(
    `survival: ${values['limit-mib']} MiB, /heavy (3.5 MB for 200 ms) at ${rates.join('x, ')}x of ${BASE_RATE}/s, /critical at ${CRITICAL_RATE}/s, ${seconds} s, ${values.arrivals} arrivals`,
  )

  const runs = []
  for (const major of majors) {
    const node = await nodeOfMajor(major)
    for (let round = 1; round <= Number(values.runs); round++) {
      for (const rate of rates) {
        for (const variant of variants) {
          const result = await runOnce({
            ...variant,
            node,
            limitBytes,
            seconds,
            nodeFlags: values['node-flag'],
            heavyRate: rate * BASE_RATE,
            criticalRate: CRITICAL_RATE,
            arrivals: values.arrivals,
            verbose: values.verbose,
            warm: values.warm,
          })
          runs.push({ major, round, rate, variant: variant.name, ...result })
          console.log(oneLine(runs.at(-1)))
          if (values.timeline) printTimeline(result.timeline)
        }
      }
    }
  }

  const summary = summarizeRuns(runs)
  console.log('')
  printTable(
    [
      'node',
      'offered',
      'variant',
      'alive',
      'goodput/s',
      'of ceiling',
      'shed/s',
      'failed',
      'critical',
      'p50 ms',
      'p99 ms',
      'peak MiB',
    ],
    summary.map((row) => [
      row.major,
      `${row.rate}x`,
      row.variant,
      row.alive,
      row.goodput,
      row.ofCeiling,
      row.shed,
      row.failed,
      row.critical,
      row.criticalP50,
      row.criticalP99,
      row.peak,
    ]),
  )
  console.log(
    "\nof ceiling: goodput over Little's law, (0.88 x limit - idle base) / 3.5 MB / 0.2 s, capped by what was offered",
  )
  console.log(
    'rates of a killed process are over the time it lived; critical latency counts from the scheduled time\n',
  )
  const targets = survivalTargets(runs)
  return { options: values, runs, summary, targets }
}

function variantsOf(values) {
  if (values.app) {
    return values.app.map((file) => ({ name: basename(file).replace(/\.[cm]?js$/, ''), file: resolve(file) }))
  }
  return choose(VARIANTS, values).map((name) => ({
    name,
    file: fileURLToPath(new URL(`../apps/survival/${name}.cjs`, import.meta.url)),
  }))
}

function printTimeline(timeline) {
  printTable(
    Object.keys(timeline[0]),
    timeline.map((row) => Object.values(row)),
  )
}

function oneLine({
  major,
  rate,
  round,
  variant,
  fate,
  livedSeconds,
  goodput,
  shedRate,
  critical,
  idleMiB,
  peakMiB,
  generator,
  oomKills,
  serverCores,
  otherCores,
}) {
  const life = fate === 'alive' ? 'alive' : `${fate} after ${livedSeconds.toFixed(1)} s`
  const late = generator.p99Ms > 10 ? `  GENERATOR LATE p99 ${generator.p99Ms.toFixed(0)} ms` : ''
  return `node ${major} ${String(rate).padStart(3)}x #${round} ${variant.padEnd(28)} ${life.padEnd(20)} ${goodput.toFixed(0).padStart(4)}/s served ${shedRate.toFixed(0).padStart(4)}/s shed, critical ${critical.served}/${critical.sent} p99 ${critical.p99Ms.toFixed(0)} ms, idle ${idleMiB.toFixed(0)} peak ${peakMiB.toFixed(0)} MiB, oom ${oomKills}, cores: server ${serverCores.toFixed(2)} others ${otherCores.toFixed(2)}${late}`
}

// After ten seconds of tenfold load, normal load: how long until every request is served again, and for good.
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { requireOurs } from '../measure/built-packages.mjs'
import { runInContainer } from '../measure/container-run.mjs'
import { nodeOfMajor } from '../measure/node-binary.mjs'
import { ensurePeers } from '../peers/install.mjs'
import { choose } from '../report/choose.mjs'
import { printMachine } from '../report/machine.mjs'
import { spread } from '../report/statistics.mjs'
import { printTable } from '../report/table.mjs'
import { judge } from '../report/target.mjs'

const LIMIT_BYTES = 256 * 2 ** 20
const NORMAL_RATE = 100
const IN_TIME_MS = 1000 // a request that waits longer than that for a 200 ms handler is not yet served normally
const VARIANTS = ['overload-protection', 'under-pressure', 'plimsoll']

export async function run(args) {
  const { values } = parseArgs({
    args,
    options: {
      node: { type: 'string' },
      only: { type: 'string', multiple: true },
      'peers-only': { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      runs: { type: 'string' },
    },
  })
  const variants = choose(VARIANTS, values)
  const [burstSeconds, calmSeconds] = values.quick ? [4, 5] : [10, 15]
  const runs = Number(values.runs ?? (values.quick ? 1 : 5))
  const node = await nodeOfMajor(values.node)
  ensurePeers()
  if (variants.includes('plimsoll')) requireOurs()
  printMachine(
    `recovery: 10x of ${NORMAL_RATE}/s for ${burstSeconds} s, then 1x for ${calmSeconds} s, 256 MiB`,
  )

  const found = new Map(variants.map((name) => [name, []]))
  for (let round = 0; round < runs; round++) {
    for (const name of variants) {
      const result = await recoverOnce({ name, node, burstSeconds, calmSeconds })
      found.get(name).push(result)
      console.log(`#${round + 1} ${name.padEnd(20)} ${describe(result)}`)
    }
  }

  console.log('')
  printTable(
    ['variant', 'runs', 'recovered', 'ms until full goodput', 'shed in the first 0.5 s', 'shed later'],
    [...found].map(([name, results]) => {
      const recovered = results.filter(({ recoveryMs }) => Number.isFinite(recoveryMs))
      return [
        name,
        results.length,
        `${recovered.length} of ${results.length}`,
        spread(
          recovered.map(({ recoveryMs }) => recoveryMs),
          0,
        ),
        spread(
          results.map(({ shedEarly }) => shedEarly),
          0,
        ),
        spread(
          results.map(({ shedLater }) => shedLater),
          0,
        ),
      ]
    }),
  )
  console.log(
    '\nfull goodput: from then on every request of one second is served within a second; "killed" never recovers\n',
  )
  const ours = found.get('plimsoll')
  const worst = Math.max(...(ours ?? []).map(({ recoveryMs }) => recoveryMs))
  const targets = ours
    ? [
        judge('recovery within 0.5 s in every run', worst <= 500, `worst ${worst.toFixed(0)} ms`),
        judge(
          'no latch: nothing shed later than 0.5 s after',
          ours.every(({ shedLater }) => shedLater === 0),
          `${ours.map(({ shedLater }) => shedLater).join(', ')} shed`,
        ),
      ]
    : []
  return { found: Object.fromEntries(found), targets }
}

async function recoverOnce({ name, node, burstSeconds, calmSeconds }) {
  const { fate, streams, otherCores } = await runInContainer({
    file: fileURLToPath(new URL(`../apps/survival/${name}.cjs`, import.meta.url)),
    node,
    limitBytes: LIMIT_BYTES,
    streams: [
      {
        name: 'heavy',
        path: '/heavy',
        phases: [
          { rate: 10 * NORMAL_RATE, seconds: burstSeconds },
          { rate: NORMAL_RATE, seconds: calmSeconds },
        ],
      },
    ],
  })
  const fallsAtMs = burstSeconds * 1000
  const calm = streams.heavy.records.filter(([due]) => due >= fallsAtMs).sort(([a], [b]) => a - b)
  const notServed = calm.filter(([, latency, outcome]) => outcome !== 200 || latency > IN_TIME_MS)
  const later = notServed.filter(([due]) => due >= fallsAtMs + 500).length
  return {
    fate,
    otherCores,
    recoveryMs: fate === 'alive' ? firstFullSecond(calm, notServed, fallsAtMs) : Number.POSITIVE_INFINITY,
    shedEarly: notServed.length - later,
    shedLater: later,
  }
}

/** Start of the first second in which nothing went wrong, in ms since the load fell; Infinity if there is none. */
function firstFullSecond(calm, notServed, fallsAtMs) {
  const end = calm.at(-1)[0]
  for (const start of [fallsAtMs, ...notServed.map(([due]) => due + 1)]) {
    if (start + 1000 > end) break
    if (!notServed.some(([due]) => due >= start && due < start + 1000)) return start - fallsAtMs
  }
  return Number.POSITIVE_INFINITY
}

function describe({ fate, recoveryMs, shedEarly, shedLater, otherCores }) {
  if (fate !== 'alive') return fate
  const verdict = Number.isFinite(recoveryMs)
    ? `full goodput after ${recoveryMs.toFixed(0)} ms`
    : 'never full again'
  return `${verdict}, not served: ${shedEarly} in the first 0.5 s, ${shedLater} later (other cores ${otherCores.toFixed(2)})`
}

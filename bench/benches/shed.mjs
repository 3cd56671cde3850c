// What a 503 costs: answers per CPU-second of the server, against a bare node:http server answering 503.
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { alternate } from '../measure/alternate.mjs'
import { requireOurs } from '../measure/built-packages.mjs'
import { stayOnOneCore } from '../measure/one-core.mjs'
import { ensurePeers } from '../peers/install.mjs'
import { choose } from '../report/choose.mjs'
import { printMachine } from '../report/machine.mjs'
import { median, spread } from '../report/statistics.mjs'
import { printTable } from '../report/table.mjs'
import { judge } from '../report/target.mjs'

const FILE = fileURLToPath(new URL('../apps/shed/serve.cjs', import.meta.url))
const BASE = 'bare node:http 503'
const CONTENDERS = [
  'bare again',
  'plimsoll attached (Express 5)',
  'plimsoll as middleware (Express 5)',
  'plimsoll attached (Koa 3)',
  'plimsoll as middleware (Koa 3)',
  'overload-protection http',
  'overload-protection Express 5',
  'overload-protection Koa 3',
]

export async function run(args) {
  const { values } = parseArgs({
    args,
    options: {
      generations: { type: 'string' },
      quick: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true },
      'peers-only': { type: 'boolean', default: false },
    },
  })
  ensurePeers()
  const contenders = choose(CONTENDERS, values)
  if (contenders.some((name) => name.startsWith('plimsoll')))
    requireOurs(['@plimsoll/express', '@plimsoll/koa'])
  printMachine('shed: 503s per CPU-second over a bare node:http 503; A B A B, pair by pair')
  stayOnOneCore()

  const subject = (name) => ({ name, file: FILE, args: [name], expect: 503 })
  const results = await alternate({
    base: subject(BASE),
    contenders: contenders.map(subject),
    generations: Number(values.generations ?? (values.quick ? 1 : 4)),
    rounds: values.quick ? 2 : 8,
    requests: values.quick ? 5000 : 10_000,
    warmUp: values.quick ? 20_000 : 30_000,
  })

  const rows = [...results].map(([name, { ratios, cpuUs, baseUs, unexpected }]) => {
    const answersPerCpu = ratios.map((ratio) => 1 / ratio)
    return {
      name,
      ratio: spread(answersPerCpu),
      medianRatio: median(answersPerCpu),
      cpuUs: spread(cpuUs, 0),
      bareUs: spread(baseUs, 0),
      pairs: ratios.length,
      unexpected,
    }
  })
  printTable(
    ['server', '503s/CPU-s over bare', 'CPU us per 503', 'bare us', 'pairs', 'not 503'],
    rows.map(({ name, ratio, cpuUs, bareUs, pairs, unexpected }) => [
      name,
      ratio,
      cpuUs,
      bareUs,
      pairs,
      JSON.stringify(unexpected),
    ]),
  )
  console.log(
    '\n"bare again" is the control: two identical servers; no difference smaller than its spread is shown\n',
  )

  const attached = rows.filter(({ name }) => name.startsWith('plimsoll attached'))
  const targets = attached.map(({ name, medianRatio, unexpected }) =>
    judge(
      `shed, ${name}: at least 1.2 x bare`,
      medianRatio >= 1.2 && Object.keys(unexpected).length === 0,
      medianRatio.toFixed(2),
    ),
  )
  return { rows, raw: Object.fromEntries(results), targets }
}

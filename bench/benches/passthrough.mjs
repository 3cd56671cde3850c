// What passing through costs a hello world: CPU per request of every peer, and counted instructions.
import { parseArgs } from 'node:util'
import { requireOurs } from '../measure/built-packages.mjs'
import { requireValgrind } from '../measure/counted-instructions.mjs'
import { ensurePeers } from '../peers/install.mjs'
import { choose } from '../report/choose.mjs'
import { printMachine } from '../report/machine.mjs'
import { countedPassthrough } from './passthrough/counted.mjs'
import { NAMES, timedPassthrough } from './passthrough/timed.mjs'

const OPTIONS = {
  counted: { type: 'boolean', default: false }, // only the instructions
  generations: { type: 'string' }, // of processes, for the CPU time
  frameworks: { type: 'string', default: 'express,koa' },
  only: { type: 'string', multiple: true },
  'peers-only': { type: 'boolean', default: false },
  quick: { type: 'boolean', default: false },
  repetitions: { type: 'string' },
  timed: { type: 'boolean', default: false }, // only the CPU time
}

export async function run(args) {
  const { values } = parseArgs({ args, options: OPTIONS })
  const frameworks = values.frameworks.split(',')
  const names = new Set(frameworks.flatMap((framework) => NAMES[framework]))
  const chosen = choose([...names], values)
  const wanted = (name) => chosen.includes(name)
  ensurePeers()
  if (chosen.some((name) => name.startsWith('plimsoll')))
    requireOurs(frameworks.map((framework) => `@plimsoll/${framework}`))
  printMachine('passthrough: a hello world behind each middleware, over the bare framework')

  const report = { targets: [] }
  if (!values.counted) {
    report.timed = {}
    for (const framework of frameworks)
      report.timed[framework] = await timedPassthrough({
        framework,
        wanted,
        quick: values.quick,
        generations: Number(values.generations ?? (values.quick ? 1 : 5)),
      })
  }
  if (values.quick && !values.counted) {
    console.log('counted instructions are left out of --quick: ask for them with --counted')
  } else if (!values.timed) {
    requireValgrind()
    const repetitions = Number(values.repetitions ?? (values.quick ? 1 : 8))
    const { rows, targets } = await countedPassthrough({ wanted, repetitions, quick: values.quick })
    Object.assign(report, { counted: rows, targets })
  }
  return report
}

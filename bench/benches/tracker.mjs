// What the resource tracker costs, what it finds, and what it leaves.
import { parseArgs } from 'node:util'
import { requireOurs } from '../measure/built-packages.mjs'
import { requireValgrind } from '../measure/counted-instructions.mjs'
import { ensurePeers } from '../peers/install.mjs'
import { printMachine } from '../report/machine.mjs'
import { trackerChecks } from './tracker/checks.mjs'
import { countedTracker } from './tracker/counted.mjs'
import { timedTracker } from './tracker/timed.mjs'

const OPTIONS = {
  checks: { type: 'boolean', default: false }, // only what is found and what is left
  counted: { type: 'boolean', default: false }, // only the instructions
  frameworks: { type: 'string', default: 'express,koa' },
  generations: { type: 'string' }, // of processes, for the CPU time
  node: { type: 'string', default: '20,24' },
  only: { type: 'string', multiple: true }, // programs
  quick: { type: 'boolean', default: false },
  repetitions: { type: 'string' },
  timed: { type: 'boolean', default: false }, // only the CPU time
}

export async function run(args) {
  const { values } = parseArgs({ args, options: OPTIONS })
  const frameworks = values.frameworks.split(',')
  const majors = values.node.split(',')
  const { quick } = values
  const all = !values.checks && !values.counted && !values.timed
  ensurePeers()
  requireOurs(frameworks.map((framework) => `@plimsoll/${framework}`))
  printMachine('tracker: scopes and observing, over the bare framework')

  const report = { targets: [] }
  const add = ({ targets, ...found }) => {
    Object.assign(report, found)
    report.targets.push(...targets)
  }
  if (all || values.checks) add(await trackerChecks({ majors, quick }))
  if (all || values.timed) {
    add(
      await timedTracker({
        ...{ frameworks, quick, only: values.only },
        generations: Number(values.generations ?? (quick ? 1 : 5)),
      }),
    )
  }
  if (quick && !values.counted) {
    console.log('counted instructions are left out of --quick: ask for them with --counted')
  } else if (all || values.counted) {
    requireValgrind()
    const repetitions = Number(values.repetitions ?? (quick ? 1 : 8))
    add(await countedTracker({ frameworks, majors, repetitions, quick, only: values.only }))
  }
  return report
}

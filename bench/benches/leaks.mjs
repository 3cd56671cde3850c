// Leaky and healthy applications under a memory monitor: what it confirms, names and forecasts, and at what cost.
import { createRequire } from 'node:module'
import { isAbsolute, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { requireOurs } from '../measure/built-packages.mjs'
import { ensureCorpus, ensurePeers } from '../peers/install.mjs'
import { printMachine } from '../report/machine.mjs'
import { readCases } from './leaks/corpus.mjs'
import { judgeRun } from './leaks/judge-run.mjs'
import { runInParallel } from './leaks/parallel.mjs'
import { planRuns } from './leaks/plan-runs.mjs'
import { runToTheEnd } from './leaks/real-end.mjs'
import { runCase } from './leaks/run-case.mjs'
import { printReports, printRun, printSummary } from './leaks/show.mjs'
import { leakTargets, tellMemwatch } from './leaks/targets.mjs'
import { measureWatching } from './leaks/watching.mjs'

const OURS = '@plimsoll/memory-monitor'

const OPTIONS = {
  arrivals: { type: 'string', default: 'even' }, // or poisson
  cases: { type: 'string' },
  corpus: { type: 'string' }, // a folder of other cases
  lifetime: { type: 'string', default: '120' }, // seconds after which a case run to the real end should die
  minutes: { type: 'string' },
  monitor: { type: 'string', default: OURS }, // memwatch-forced, none, or a module with createMemoryMonitor
  node: { type: 'string' },
  'observation-ms': { type: 'string' },
  only: { type: 'string' }, // leaky or healthy
  parallel: { type: 'string', default: '1' },
  pattern: { type: 'string' }, // step: load doubled half way
  quick: { type: 'boolean', default: false },
  'rate-factor': { type: 'string', default: '1' }, // several take turns in repeated runs
  'real-end': { type: 'boolean', default: false },
  record: { type: 'string' },
  repeat: { type: 'string', default: '1' }, // each with the next seed
  repetitions: { type: 'string', default: '8' }, // of counting instructions
  seconds: { type: 'string' },
  seed: { type: 'string', default: '0' },
  settle: { type: 'string', default: '5' },
  stretch: { type: 'string', default: '75' },
  verbose: { type: 'boolean', default: false },
  watching: { type: 'boolean', default: false }, // only what a monitor costs that suspects nothing
}

export async function run(args) {
  const { values } = parseArgs({ args, options: OPTIONS })
  if (values.watching) {
    ensurePeers()
    requireOurs([OURS])
    return measureWatching({ values })
  }
  const subjects = readCases({
    cases: values.cases,
    only: values.only,
    folder: values.corpus && resolve(values.corpus),
  })
  const majors = (values.node ?? process.versions.node.split('.')[0]).split(',')
  const observationMs = Number(values['observation-ms'] ?? (values.quick ? 5000 : 20_000))
  const settings = { monitorModule: monitorModule(values.monitor), monitorOptions: { observationMs } }
  ensureCorpus()
  if (values['real-end']) return runToTheEnd({ subjects, majors, settings, values })

  const plans = await planRuns({ subjects, majors, values })
  printMachine(
    `leaks: ${subjects.length} cases, ${plans.length} runs, observing over ${observationMs} ms, load stretched over ${values.stretch} s`,
  )
  const runs = []
  const failures = []
  await runInParallel(plans, Number(values.parallel), async (plan, index) => {
    try {
      const outcome = await runCase({
        ...plan,
        settings: { ...settings, record: values.record !== undefined },
      })
      runs[index] = { setting: plan.setting, seed: plan.timing.seed, ...judgeRun(plan.subject, outcome) }
      printRun(runs[index])
      if (values.verbose) printReports(runs[index])
    } catch (error) {
      failures.push({ setting: plan.setting, case: plan.subject.name, error: error.stack })
      console.log(
        `  ${plan.setting.padEnd(24)} ${plan.subject.name.padEnd(24)} COULD NOT RUN: ${error.message}`,
      )
    }
  })
  const done = runs.filter(Boolean)
  console.log('')
  printSummary(done)
  console.log(
    "\nseconds count from the first request; named by the first report; memwatch: node-memwatch's rule, five growing collections in a row",
  )
  if (failures.length > 0)
    console.log(`${failures.length} of ${plans.length} could not run and prove nothing`)
  tellMemwatch(done)
  return { options: values, runs: done, failures, targets: settings.monitorModule ? leakTargets(done) : [] }
}

/** The path of the monitor's module as the wrapper can load it, or undefined for none. */
function monitorModule(name) {
  if (name === 'none') return undefined
  if (name === 'memwatch-forced')
    return fileURLToPath(new URL('../apps/leaks/memwatch-forced.cjs', import.meta.url))
  if (name === OURS) requireOurs([OURS])
  const require = createRequire(import.meta.url)
  return isAbsolute(name) || name.startsWith('.') ? resolve(name) : require.resolve(name)
}

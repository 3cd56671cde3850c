import { fileURLToPath } from 'node:url'
import { alternate } from '../../measure/alternate.mjs'
import { median, spread } from '../../report/statistics.mjs'
import { printTable } from '../../report/table.mjs'
import { judge } from '../../report/target.mjs'
import { chosenPrograms } from './programs.mjs'

const FILE = fileURLToPath(new URL('../../apps/tracker/serve.cjs', import.meta.url))
const TITLES = { express: 'Express 5', koa: 'Koa 3' }

/** CPU per request of the server process, A B A B against a server of its own. */
export async function timedTracker({ frameworks, quick, generations, only }) {
  const timed = {}
  const targets = []
  for (const framework of frameworks) {
    const subject = (name) => ({ name, file: FILE, args: [framework, name], expect: 200 })
    const programs = chosenPrograms(only)
    timed[framework] = {}
    for (const base of new Set(programs.map((program) => program.base))) {
      const results = await alternate({
        base: subject(base),
        contenders: programs.filter((program) => program.base === base).map(({ name }) => subject(name)),
        generations,
        rounds: quick ? 2 : 8,
        requests: quick ? 2000 : 4000,
        warmUp: quick ? 8000 : 15_000,
      })
      Object.assign(timed[framework], Object.fromEntries(results))
      printTable(
        [
          `over ${base}, ${TITLES[framework]}`,
          'CPU per request',
          'us per request',
          'base us',
          'pairs',
          'not 200',
        ],
        [...results].map(([name, { ratios, cpuUs, baseUs, unexpected }]) => [
          ...[name, spread(ratios, 3), spread(cpuUs, 0), spread(baseUs, 0), ratios.length],
          JSON.stringify(unexpected),
        ]),
      )
      console.log(`"${base} again" is the control: no difference smaller than its spread is shown\n`)
    }
    targets.push(...judgeUnused(framework, timed[framework]))
  }
  return { timed, targets }
}

/** No more than what the control shows of one and the same program; on Node 20 and 22 it saves more than it takes. */
function judgeUnused(framework, results) {
  const [unused, control] = [results['scope unused'], results['bare again']]
  if (!unused || !control) return []
  const high = Math.max(...control.ratios)
  const found = median(unused.ratios)
  return [
    judge(
      `tracker, scope unused on ${TITLES[framework]}: median CPU per request at most within the spread of the A/A control`,
      found <= high,
      `${found.toFixed(3)}, control up to ${high.toFixed(3)}`,
    ),
  ]
}

// What a monitor costs that has nothing to suspect: CPU per request, and instructions, over the bare framework.
import { fileURLToPath } from 'node:url'
import { alternate } from '../../measure/alternate.mjs'
import { countInstructions, requireValgrind } from '../../measure/counted-instructions.mjs'
import { nodeOfMajor } from '../../measure/node-binary.mjs'
import { printMachine } from '../../report/machine.mjs'
import { ratioOfMeans } from '../../report/ratio-of-means.mjs'
import { mean, median, spread } from '../../report/statistics.mjs'
import { printTable } from '../../report/table.mjs'
import { judge } from '../../report/target.mjs'

const path = (name) => fileURLToPath(new URL(`../../apps/${name}`, import.meta.url))
const HELLO = '../leaks/hello' // as the programs of the tracker's bench find it
const NAMES = ['bare', 'bare again', 'watching']
const MOST = 1.01
const MAJORS = '20,24'

export async function measureWatching({ values }) {
  const majors = (values.node ?? MAJORS).split(',')
  const { quick } = values
  if (!quick) requireValgrind()
  printMachine('leaks: what watching costs a hello world')
  const report = { timed: {}, counted: {}, targets: [] }
  for (const major of majors) {
    const node = await nodeOfMajor(major)
    const timed = await time(node, quick)
    report.timed[major] = Object.fromEntries(timed)
    report.targets.push(judgeTimed(timed, major))
    if (quick) continue
    const counted = await count(node, Number(values.repetitions))
    report.counted[major] = Object.fromEntries(counted)
    report.targets.push(judgeCounted(counted, major))
  }
  return report
}

async function time(node, quick) {
  const subject = (name) => ({
    name,
    node,
    file: path('tracker/serve.cjs'),
    args: [HELLO, name],
    expect: 200,
  })
  const [base, ...contenders] = NAMES.map(subject)
  return alternate({
    base,
    contenders,
    generations: quick ? 1 : 5,
    rounds: quick ? 2 : 8,
    requests: quick ? 2000 : 4000,
    warmUp: quick ? 8000 : 15_000,
  })
}

function judgeTimed(results, major) {
  printTable(
    [`over bare, Node ${major}`, 'CPU per request', 'us per request', 'base us', 'pairs', 'not 200'],
    [...results].map(([name, { ratios, cpuUs, baseUs, unexpected }]) => [
      ...[name, spread(ratios, 3), spread(cpuUs, 0), spread(baseUs, 0), ratios.length],
      JSON.stringify(unexpected),
    ]),
  )
  const own = median(results.get('watching').ratios)
  const control = results.get('bare again').ratios
  const within = own >= Math.min(...control) && own <= Math.max(...control)
  return judge(
    `watching on Node ${major}: within the A/A control and at most ${MOST}`,
    within && own <= MOST,
    `median ${own.toFixed(3)}, control ${spread(control, 3)}`,
  )
}

async function count(node, repetitions) {
  const counts = new Map(NAMES.map((name) => [name, []]))
  for (let repetition = 0; repetition < repetitions; repetition++) {
    for (const [index, name] of NAMES.entries()) {
      const instructions = await countInstructions({
        file: path('tracker/counted.cjs'),
        preload: path('passthrough/slow-clock.cjs'),
        args: [HELLO, name],
        node,
        nodeFlags: ['--expose-gc'],
        warmUp: 6000 + 37 * repetition,
        requests: 4000,
        seed: 1 + repetition * NAMES.length + index,
      })
      counts.get(name).push(instructions)
      console.log(`  ${repetition + 1}/${repetitions} ${name.padEnd(10)} ${Math.round(instructions)}`)
    }
  }
  return counts
}

function judgeCounted(counts, major) {
  const against = (name, bases) =>
    ratioOfMeans(
      counts.get(name),
      bases.flatMap((base) => counts.get(base)),
    )
  const control = against('bare again', ['bare'])
  const own = against('watching', ['bare', 'bare again'])
  const tell = ({ ratio, lower, upper }) => `${ratio.toFixed(4)} [${lower.toFixed(4)}-${upper.toFixed(4)}]`
  printTable(
    [`counted, Node ${major}`, 'instructions', 'ratio', 'n'],
    [...counts].map(([name, all]) => [
      name,
      Math.round(mean(all)),
      name === 'bare' ? '-' : tell(name === 'watching' ? own : control),
      all.length,
    ]),
  )
  return judge(
    `watching on Node ${major}, counted: not distinguishable from the A/A control, at most ${MOST}`,
    own.lower <= control.upper && own.ratio <= MOST,
    `${tell(own)}, control ${tell(control)}`,
  )
}

import { fileURLToPath } from 'node:url'
import { countInstructions } from '../../measure/counted-instructions.mjs'
import { nodeOfMajor } from '../../measure/node-binary.mjs'
import { ratioOfMeans } from '../../report/ratio-of-means.mjs'
import { mean, standardDeviation } from '../../report/statistics.mjs'
import { printTable } from '../../report/table.mjs'
import { judge } from '../../report/target.mjs'
import { chosenPrograms } from './programs.mjs'

const FILE = fileURLToPath(new URL('../../apps/tracker/counted.cjs', import.meta.url))
const SLOW_CLOCK = fileURLToPath(new URL('../../apps/passthrough/slow-clock.cjs', import.meta.url))
const TITLES = { express: 'Express 5', koa: 'Koa 3' }
const OBSERVE_LIMITS = { 20: 1.05, 24: 1.04 }
const SCOPE_LIMIT = 1.03

/**
 * Every program runs under its own seeds; the ratio is of means, and its bound the upper end of the one-sided
 * 95 % interval. A base and the same program again are one sample: they are the same program.
 */
export async function countedTracker({ frameworks, majors, repetitions, quick, only }) {
  const warmUp = quick ? 50 : 6000
  const requests = quick ? 50 : 4000
  const counted = {}
  const targets = []
  const programs = chosenPrograms(only)
  const names = [...new Set(programs.flatMap(({ base, name }) => [base, name]))]
  for (const framework of frameworks) {
    for (const major of majors) {
      const node = await nodeOfMajor(major)
      const counts = new Map(names.map((name) => [name, []]))
      for (let repetition = 0; repetition < repetitions; repetition++) {
        for (const [index, name] of names.entries()) {
          const seed = 1 + repetition * names.length + index
          const count = await countInstructions({
            ...{ file: FILE, preload: SLOW_CLOCK, args: [framework, name], node, nodeFlags: ['--expose-gc'] },
            // Where nothing else shifts the compiler's luck, this does a little.
            ...{ warmUp: warmUp + 37 * repetition, requests, seed },
          })
          counts.get(name).push(count)
          console.log(
            `  ${repetition + 1}/${repetitions} Node ${major} ${framework} ${name.padEnd(24)} ${thousands(count)}`,
          )
        }
      }
      const rows = programs.map(({ name, base, isControl }) => {
        const own = counts.get(name)
        const against = isControl ? counts.get(base) : [...counts.get(base), ...counts.get(`${base} again`)]
        return { name, base, counts: own, ...ratioOfMeans(own, against) }
      })
      counted[`${framework} ${major}`] = { rows, bases: Object.fromEntries(counts) }
      show(rows, `Node ${major}, ${TITLES[framework]}`)
      targets.push(...judgeRows(rows, framework, major))
    }
  }
  return { counted, targets }
}

function show(rows, title) {
  console.log('')
  printTable(
    [`counted, ${title}`, 'over', 'instructions', 'sd', 'ratio', 'lower 95 %', 'upper 95 %', 'n'],
    rows.map(({ name, base, counts, ratio, lower, upper }) => [
      ...[name, base, thousands(mean(counts))],
      counts.length > 1 ? `${((100 * standardDeviation(counts)) / mean(counts)).toFixed(1)} %` : '-',
      ...[ratio.toFixed(4), lower.toFixed(4), upper.toFixed(4), counts.length],
    ]),
  )
  console.log('the client is part of every count; "again" is the control\n')
}

function judgeRows(rows, framework, major) {
  const row = (name) => rows.find((each) => each.name === name)
  const where = `${TITLES[framework]}, Node ${major}`
  const targets = []
  const tell = ({ ratio, lower, upper }) =>
    `${ratio.toFixed(4)}, 90 % interval ${lower.toFixed(4)}-${upper.toFixed(4)}`
  const [unused, three, observe] = ['scope unused', 'three resources', 'observe'].map(row)
  if (unused) {
    const control = row('bare again')
    const overlaps = unused.lower <= control.upper && unused.upper >= control.lower
    const name = `tracker, scope unused on ${where}, counted: not distinguishable from the A/A control`
    targets.push(judge(name, overlaps, `${tell(unused)}; control ${tell(control)}`))
  }
  if (three) {
    // What the three resources cost whoever opens them: no scope can be cheaper than that over a bare server.
    const byHand = row('three by hand')
    const beside = byHand
      ? `; by hand ${tell(byHand)}; over by hand ${tell(ratioOfMeans(three.counts, byHand.counts))}`
      : ''
    const name = `tracker, scope with three resources on ${where}, counted: at most ${SCOPE_LIMIT}`
    targets.push(judge(name, three.ratio <= SCOPE_LIMIT, `${tell(three)}${beside}`))
  }
  if (observe && OBSERVE_LIMITS[major]) {
    const alone = row('AsyncLocalStorage alone')
    const found = alone ? `${tell(observe)}; AsyncLocalStorage alone ${tell(alone)}` : tell(observe)
    const name = `tracker, observe on ${where}, counted: at most ${OBSERVE_LIMITS[major]}`
    targets.push(judge(name, observe.ratio <= OBSERVE_LIMITS[major], found))
  }
  return targets
}

const thousands = (value) => Math.round(value).toLocaleString('en')

import { fileURLToPath } from 'node:url'
import { countInstructions } from '../../measure/counted-instructions.mjs'
import { ratioOfMeans } from '../../report/ratio-of-means.mjs'
import { mean, standardDeviation } from '../../report/statistics.mjs'
import { printTable } from '../../report/table.mjs'
import { judge } from '../../report/target.mjs'

const FILE = fileURLToPath(new URL('../../apps/passthrough/counted.cjs', import.meta.url))
const SLOW_CLOCK = fileURLToPath(new URL('../../apps/passthrough/slow-clock.cjs', import.meta.url))
const BARE_ALONE = 'bare with raw client'
const PROGRAMS = [
  'bare',
  'bare again',
  'no-op middleware',
  'plimsoll guard',
  'plimsoll without histogram',
  'plimsoll',
  'plimsoll unprepared',
  'overload-protection',
  'express-prom-bundle',
  BARE_ALONE,
]
const LIMITS = { 'plimsoll guard': 1.01, 'plimsoll without histogram': 1.02, plimsoll: 1.04 }

/**
 * Express 5 only. Every program runs under its own seeds; the ratio is of means, and its bound is the upper end of
 * the one-sided 95 % interval with the variances of both sides.
 */
export async function countedPassthrough({ wanted, repetitions, quick }) {
  const warmUp = quick ? 50 : 5000 // V8 settles after some 4,500 requests; before that compiling dominates
  const requests = quick ? 50 : 4000
  const programs = PROGRAMS.filter((name) => name.startsWith('bare') || wanted(name))
  const counts = new Map(programs.map((name) => [name, []]))
  for (let repetition = 0; repetition < repetitions; repetition++) {
    for (const [index, name] of programs.entries()) {
      const seed = 1 + repetition * programs.length + index
      const args = name === BARE_ALONE ? ['express', 'bare', 'raw'] : ['express', name, 'http']
      const count = await countInstructions({
        ...{ file: FILE, preload: SLOW_CLOCK, args, nodeFlags: ['--expose-gc'] },
        ...{ warmUp, requests, seed },
      })
      counts.get(name).push(count)
      console.log(
        `  ${repetition + 1}/${repetitions} ${name.padEnd(24)} ${thousands(count)} instructions a request`,
      )
    }
  }

  const base = [...counts.get('bare'), ...counts.get('bare again')]
  const alone = mean(counts.get(BARE_ALONE))
  const rows = programs
    .filter((name) => name !== BARE_ALONE)
    .map((name) => {
      const own = counts.get(name)
      const against = name.startsWith('bare') ? counts.get(name === 'bare' ? 'bare again' : 'bare') : base
      const extra = mean(own) - mean(against)
      return { name, ...ratioOfMeans(own, against), extra, serverAlone: 1 + extra / alone, counts: own }
    })
  console.log('')
  printTable(
    [
      'over bare Express 5, counted',
      'instructions',
      'sd',
      'ratio',
      'upper 95 %',
      'extra',
      'server alone',
      'n',
    ],
    rows.map(({ name, counts: own, ratio, upper, extra, serverAlone }) => [
      name,
      thousands(mean(own)),
      own.length > 1 ? `${((100 * standardDeviation(own)) / mean(own)).toFixed(1)} %` : '-',
      ratio.toFixed(4),
      upper.toFixed(4),
      thousands(extra),
      serverAlone.toFixed(3),
      own.length,
    ]),
  )
  console.log(
    `the two bare rows are each over the other: the control. The client is part of every count; "server alone"`,
  )
  console.log(
    `relates the same extra to ${thousands(alone)}, the bare server behind a client that costs next to nothing`,
  )
  console.log(
    "the programs' clocks run as slowly as callgrind makes everything, so that samplers weigh what they do\n",
  )
  const targets = rows
    .filter(({ name }) => LIMITS[name])
    .map(({ name, ratio, upper }) =>
      judge(
        `passthrough, ${name}: upper 95 % bound at most ${LIMITS[name]}`,
        upper <= LIMITS[name],
        `${ratio.toFixed(4)}, bound ${upper.toFixed(4)}`,
      ),
    )
  return { rows, bareAlone: counts.get(BARE_ALONE), targets }
}

const thousands = (value) => Math.round(value).toLocaleString('en')

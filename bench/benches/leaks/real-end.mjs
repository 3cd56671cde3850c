// Leaks run until the process dies of them: was the forecast that was made half way right?
import { join, resolve } from 'node:path'
import { createMemoryCgroup } from '../../measure/cgroup.mjs'
import { coldProgram } from '../../measure/cold-program.mjs'
import { nodeOfMajor } from '../../measure/node-binary.mjs'
import { printMachine } from '../../report/machine.mjs'
import { median } from '../../report/statistics.mjs'
import { printTable } from '../../report/table.mjs'
import { judge } from '../../report/target.mjs'
import { judgeForecast } from './judge-forecast.mjs'
import { runCase } from './run-case.mjs'

const MIB = 2 ** 20
const FORECAST_EVERY_MS = 1000
const MOST_PER_SECOND = 400
const PATIENCE = 4 // times the lifetime that was aimed at
const STANDSTILL_MS = 10_000
const MOST_ERROR = 0.15

const ENDS = [
  {
    title: '256 MiB container',
    kinds: ['heap', 'external', 'rss'],
    bytesPerRequest: ({ measured }) => measured.rss,
    roomBytes: 150 * MIB, // what Node, the application and its first garbage leave
    containerBytes: 256 * MIB,
  },
  {
    title: 'heap limit 128 MiB',
    kinds: ['heap'],
    bytesPerRequest: ({ measured }) => measured.heap,
    roomBytes: 115 * MIB,
    nodeFlags: ['--max-old-space-size=128'],
  },
]

export async function runToTheEnd({ subjects, majors, settings, values }) {
  const lifetime = values.quick ? 30 : Number(values.lifetime)
  printMachine(`leaks: run until they kill the process, within about ${lifetime} s`)
  const runs = []
  for (const major of majors) {
    const node = await nodeOfMajor(major)
    for (const end of ENDS) {
      for (const subject of subjects.filter(({ kind }) => end.kinds.includes(kind))) {
        const outcome = await runUntilDeath({ end, subject, node, major, settings, lifetime, values })
        const run = { node: major, end: end.title, case: subject.name, ...judgeForecast(outcome) }
        runs.push(run)
        console.log(`  ${cells(run).join('  ')}`)
      }
    }
  }
  console.log('')
  printTable(
    [
      'node',
      'limit',
      'case',
      'ended',
      'lived s',
      'confirmed at s',
      'forecast made',
      'said s',
      'truth s',
      'error %',
      'covered',
    ],
    runs.map(cells),
  )
  console.log('')
  return { options: values, runs, targets: forecastTargets(runs) }
}

async function runUntilDeath({ end, subject, node, major, settings, lifetime, values }) {
  const perSecond = Math.min(MOST_PER_SECOND, end.roomBytes / end.bytesPerRequest(subject) / lifetime)
  const cgroup = end.containerBytes && createMemoryCgroup(end.containerBytes)
  try {
    return await runCase({
      subject,
      settings: { ...settings, forecastEveryMs: FORECAST_EVERY_MS, record: values.record !== undefined },
      recordTo:
        values.record &&
        join(resolve(values.record), `node-${major}-${end.title.replaceAll(' ', '-')}-${subject.name}.jsonl`),
      timing: {
        seed: Number(values.seed),
        rateFactor: perSecond / subject.load.requests, // over a stretch of one second
        stretchSeconds: 1,
        seconds: PATIENCE * lifetime,
        giveUpAfterMs: STANDSTILL_MS,
      },
      settleSeconds: 0,
      cgroup,
      node: cgroup ? coldProgram(node) : node,
      nodeFlags: end.nodeFlags ?? [],
    })
  } finally {
    await cgroup?.remove()
  }
}

const number = (value, digits = 0) => (value === undefined ? '-' : value.toFixed(digits))

const cells = ({ node, end, case: name, fate, livedSeconds, leakSeconds, halfWay }) => [
  node,
  end,
  name,
  fate,
  number(livedSeconds),
  number(leakSeconds),
  halfWay ? `at ${number(halfWay.atSeconds)} s` : 'none',
  halfWay ? `${number(halfWay.secondsToLimit)} [${number(halfWay.low)}-${number(halfWay.high)}]` : '-',
  number(halfWay?.truth),
  halfWay ? number(100 * halfWay.error) : '-',
  halfWay ? (halfWay.covered ? 'yes' : 'no') : '-',
]

function forecastTargets(runs) {
  const dead = runs.filter(({ livedSeconds }) => livedSeconds !== undefined)
  if (dead.length < runs.length)
    console.log(
      `        ${runs.length - dead.length} of ${runs.length} did not die in time and prove nothing`,
    )
  if (dead.length === 0) return []
  const errors = dead.map(({ halfWay }) => Math.abs(halfWay?.error ?? Number.POSITIVE_INFINITY))
  const made = errors.filter(Number.isFinite)
  const close = errors.filter((error) => error <= MOST_ERROR).length
  const covered = dead.filter(({ halfWay }) => halfWay?.covered).length
  return [
    judge(
      'forecast at half-way within 15 % of the truth',
      close === dead.length,
      `${close} of ${dead.length}; ${made.length} were made${made.length > 0 ? `, median error ${(100 * median(made)).toFixed(0)} %` : ''}`,
    ),
    judge('its interval covers the truth', covered === dead.length, `${covered} of ${dead.length}`),
  ]
}

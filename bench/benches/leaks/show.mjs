import { printTable } from '../../report/table.mjs'
import { verdictOf } from './judge-run.mjs'
import { describeSuspect } from './naming.mjs'

const number = (value, digits = 0) => (value === undefined ? '-' : value.toFixed(digits))
const list = (items) =>
  items.map(({ seconds, kind }) => `${number(seconds)}${kind ? ` ${kind}` : ''}`).join(', ')

const namedBy = ({ named = '-', namedAtLast = '-' }) =>
  named === namedAtLast ? named : `${named}, later ${namedAtLast}`

/** One line as soon as a run has ended. */
export function printRun(run) {
  const found = run.confirmed
    ? ` at ${number(run.leakSeconds)} s, ${run.kinds.join(' + ')}${run.leaky ? ` (${run.wantedKind})` : ''}: ${describeSuspect(run.suspect)}${run.leaky ? `, named ${namedBy(run)}` : ''}`
    : ''
  const doubts = run.suspicions.length > 0 ? `  suspected ${list(run.suspicions)}` : ''
  const regrets = run.retractions.length > 0 ? `  retracted ${list(run.retractions)}` : ''
  console.log(
    `  ${run.setting.padEnd(24)} ${run.case.padEnd(24)} ${verdictOf(run)}${found}${doubts}${regrets}${concerns(run)}`,
  )
  if (run.output) console.log(run.output)
}

/** What makes a run prove less than it seems to. */
function concerns({ load, cost }) {
  const without = cost ? cost.waitedMs / cost.runMs : 0
  const crowded = without > 0.05 ? `  WITHOUT A CORE for ${number(100 * without)} % of the time` : ''
  const late = load.lateness.p99Ms > 100 ? `  LOAD LATE p99 ${number(load.lateness.p99Ms)} ms` : ''
  const lost = (load.outcomes.error ?? 0) + (load.outcomes.timeout ?? 0)
  const failed = lost > 0 ? `  ${lost} of ${load.sent} requests failed` : ''
  return crowded + late + failed
}

export function printReports({ leaks, finalReport }) {
  for (const leak of leaks)
    console.log(`    leak ${JSON.stringify(leak, null, 2).replaceAll('\n', '\n    ')}`)
  console.log(`    report at the end ${JSON.stringify(finalReport)}`)
}

export function printSummary(runs) {
  printTable(
    [
      'run',
      'case',
      'verdict',
      'at s',
      'kind',
      'wanted',
      'named',
      'first suspect',
      'suspected',
      'retracted',
      'forecast s',
      'forced GCs',
      'longest ms',
      'x its GC',
      'snapshots ms',
      'of time %',
      'memwatch',
    ],
    runs.map((run) => [
      run.setting,
      run.case,
      verdictOf(run),
      number(run.leakSeconds),
      run.kinds.join(' + ') || '-',
      run.wantedKind ?? '-',
      namedBy(run),
      describeSuspect(run.suspect),
      number(run.suspicions[0]?.seconds),
      list(run.retractions) || '-',
      run.forecast
        ? `${number(run.forecast.secondsToLimit)} [${number(run.forecast.low)}-${number(run.forecast.high)}]`
        : '-',
      run.cost?.forced ?? '-',
      number(run.cost?.longestLookMs, 1),
      number(run.cost?.longestOverCollection, 1),
      run.cost?.snapshotsMs.map((ms) => number(ms)).join(', ') || '-',
      run.cost ? number(100 * run.cost.share, 2) : '-',
      run.memwatchSeconds === undefined ? 'silent' : `${number(run.memwatchSeconds)} s`,
    ]),
  )
}

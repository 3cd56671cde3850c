import { median, spread } from '../../report/statistics.mjs'
import { printTable } from '../../report/table.mjs'
import { judge } from '../../report/target.mjs'
import { compete, figures, ratios, succeeded } from './rounds.mjs'
import { ensureSnapshots, fileMegabytes, SNAPSHOTS } from './snapshots.mjs'

const LOADING = 'reading into memory'
const PASSING = 'reading, not keeping'
const DIGITS = 'plain digit loop'
const FLOORS = [
  { name: LOADING, task: 'load' },
  { name: PASSING, task: 'pass' },
  { name: DIGITS, task: 'digits' },
]
const PARSERS = ['plimsoll', 'plimsoll again', 'plimsoll javascript', 'JSON.parse']
/** Small files are over before the compilers have finished; the largest shows no more than this one. */
const SIZES = ['100', '500']
const ROUNDS = 7

/** From the file to columns, nothing analysed: CPU of the work alone, because the start of Node is no speed. */
export async function compareParsers({ dir, names, node, quick, rounds, sizes }) {
  const parsers = {}
  const targets = []
  for (const size of quick ? ['20'] : SIZES.filter((each) => sizes.includes(each))) {
    const { [SNAPSHOTS[size]]: file } = await ensureSnapshots(dir, [SNAPSHOTS[size]])
    const megabytes = fileMegabytes(file)
    const chosen = PARSERS.filter((name) => names.includes(name)).map((name) => ({ name, task: 'parse' }))
    const entrants = [...FLOORS, ...chosen]
    const runs = await compete({ entrants, files: [file], node, rounds: rounds ?? (quick ? 2 : ROUNDS) })
    for (const own of runs.values()) {
      for (const run of own) run.speed = megabytes / (run.workCpuMs / 1000)
    }
    show(`parsing ${megabytes.toFixed(0)} MB`, entrants, runs)
    parsers[size] = Object.fromEntries(runs)
    targets.push(...judgeParsers(size, runs))
  }
  return { parsers, targets }
}

function show(what, entrants, runs) {
  printTable(
    [what, 'MB per CPU s', 'of reading', 'of not keeping', 'of digits', 'peak MB', 'found'],
    entrants.map(({ name }) => {
      if (!succeeded(runs, name)) return [name, '-', '-', '-', '-', '-', runs.get(name)[0]?.failed ?? '']
      return [
        ...[name, spread(figures(runs, name, 'speed'), 0)],
        ...[LOADING, PASSING, DIGITS].map((floor) => spread(ratios(runs, name, floor, 'speed'))),
        ...[spread(figures(runs, name, 'peakRssMb'), 0), JSON.stringify(runs.get(name)[0].found)],
      ]
    }),
  )
  console.log('on one thread; "plimsoll again" is the control\n')
}

function judgeParsers(size, runs) {
  const target = (name, floor, least, text) => {
    if (!succeeded(runs, name)) return []
    const found = ratios(runs, name, floor, 'speed')
    return [judge(`parsing ${size} MB ${text}`, median(found) >= least, spread(found))]
  }
  return [
    ...target(
      'plimsoll',
      LOADING,
      0.6,
      'with WebAssembly: at least 0.6 of the speed of reading it into memory',
    ),
    ...target('plimsoll javascript', DIGITS, 1, 'in JavaScript: at least the speed of a plain digit loop'),
  ]
}

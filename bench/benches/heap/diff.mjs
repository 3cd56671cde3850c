import { median, spread } from '../../report/statistics.mjs'
import { printTable } from '../../report/table.mjs'
import { judge } from '../../report/target.mjs'
import { judgeFindings } from './findings.mjs'
import { compete, figures, ratios, succeeded } from './rounds.mjs'
import { ensureSnapshots, fileMegabytes } from './snapshots.mjs'

const BY_CONSTRUCTOR = ['plimsoll', 'plimsoll again', 'DevTools front end', 'heap-snapshot-toolkit']
const WITH_CLUSTERS = ['plimsoll', 'plimsoll again', 'memlab']
const ROUNDS = 5

/** Two snapshots of one process, between them some turnover and 50,000 forgotten objects. */
export async function compareDiffs({ dir, names, node, quick, rounds }) {
  const { before, after } = await ensureSnapshots(dir, ['pair'])
  const files = [before, after]
  const sizes = files.map((file) => fileMegabytes(file).toFixed(0)).join(' + ')
  const race = async (contenders, task) => {
    const entrants = contenders.filter((name) => names.includes(name)).map((name) => ({ name, task }))
    return compete({ entrants, files, node, rounds: rounds ?? (quick ? 1 : ROUNDS) })
  }
  const diffs = await race(BY_CONSTRUCTOR, 'diff')
  show(`difference by constructor, ${sizes} MB`, diffs)
  const clusters = await race(WITH_CLUSTERS, 'clusters')
  show(`difference with clusters, ${sizes} MB`, clusters)
  const targets = [...judgeDiffs(diffs), ...judgeClusters(clusters), ...judgeFindings(diffs, clusters)]
  return { diffs: Object.fromEntries(diffs), clusters: Object.fromEntries(clusters), targets }
}

function show(what, runs) {
  printTable(
    [what, 'CPU s', 'of ours', 'peak MB', 'of ours', 'found'],
    [...runs].map(([name, [first]]) => {
      if (!succeeded(runs, name)) return [name, '-', '-', '-', '-', first?.failed ?? '']
      return [
        ...[
          name,
          spread(figures(runs, name, 'cpuSeconds')),
          spread(ratios(runs, name, 'plimsoll', 'cpuSeconds'), 1),
        ],
        ...[
          spread(figures(runs, name, 'peakRssMb'), 0),
          spread(ratios(runs, name, 'plimsoll', 'peakRssMb'), 2),
        ],
        JSON.stringify(first.found.clusters?.[0] ?? first.found.classes ?? first.found).slice(0, 300),
      ]
    }),
  )
  console.log('')
}

function judgeDiffs(runs) {
  if (!succeeded(runs, 'plimsoll')) return []
  const cpu = figures(runs, 'plimsoll', 'cpuSeconds')
  const peak = figures(runs, 'plimsoll', 'peakRssMb')
  const name = (text) => `difference by constructor, 2 x 100 MB: ${text}`
  const targets = [
    judge(name('at most 0.3 s of CPU, start of Node included'), median(cpu) <= 0.3, `${spread(cpu)} s`),
    judge(name('at most 100 MB'), median(peak) <= 100, `${spread(peak, 0)} MB`),
  ]
  if (succeeded(runs, 'DevTools front end')) {
    const times = ratios(runs, 'DevTools front end', 'plimsoll', 'cpuSeconds')
    targets.push(
      judge(name('at least 50 times less CPU than DevTools'), median(times) >= 50, spread(times, 1)),
    )
  }
  return targets
}

function judgeClusters(runs) {
  if (!succeeded(runs, 'plimsoll')) return []
  const cpu = figures(runs, 'plimsoll', 'cpuSeconds')
  return [
    judge('difference with clusters, 2 x 100 MB: at most 1 s of CPU', median(cpu) <= 1, `${spread(cpu)} s`),
  ]
}

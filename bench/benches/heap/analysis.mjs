import { median, spread } from '../../report/statistics.mjs'
import { printTable } from '../../report/table.mjs'
import { judge } from '../../report/target.mjs'
import { compete, figures, ratios, succeeded } from './rounds.mjs'
import { ensureSnapshots, fileMegabytes, SNAPSHOTS } from './snapshots.mjs'

const ROUNDS = { 1400: 2, 500: 3 }
const USUAL_ROUNDS = 5
/** At least so many times less CPU than each of these, at most so much of their memory, and so much in all. */
const TARGETS = {
  100: { cpuTimes: 15, memoryShare: 0.3, cpuSeconds: 0.55, megabytes: 140 },
  1400: { cpuTimes: 12, megabytes: 1100 },
}
const MEASURED_AGAINST = ['memlab', 'DevTools front end']

/** From the file to every retained size. */
export async function compareAnalyses({ dir, names, node, quick, rounds, sizes }) {
  const analyses = {}
  const targets = []
  for (const size of sizes) {
    const { [SNAPSHOTS[size]]: file } = await ensureSnapshots(dir, [SNAPSHOTS[size]])
    const runs = await compete({
      entrants: names.map((name) => ({ name, task: 'analyze' })),
      files: [file],
      node,
      rounds: rounds ?? (quick ? 1 : (ROUNDS[size] ?? USUAL_ROUNDS)),
    })
    const what = `full analysis, ${fileMegabytes(file).toFixed(0)} MB${size === 'application' ? ' of an Express application' : ''}`
    show(what, names, runs)
    analyses[size] = Object.fromEntries(runs)
    targets.push(...judgeSize(size, runs))
  }
  return { analyses, targets }
}

function show(what, names, runs) {
  printTable(
    [what, 'CPU s', 'of ours', 'peak MB', 'of ours', 'time s', 'found'],
    names.map((name) => {
      const own = runs.get(name)
      if (!succeeded(runs, name)) return [name, '-', '-', '-', '-', '-', own[0]?.failed ?? '']
      const { nodes, edges, bytes, classes, customers } = own[0].found
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
        ...[
          spread(figures(runs, name, 'seconds')),
          JSON.stringify({ nodes, edges, bytes, classes, customers }),
        ],
      ]
    }),
  )
  console.log('"plimsoll again" is the control: no difference smaller than its spread is shown\n')
}

function judgeSize(size, runs) {
  const wanted = TARGETS[size]
  if (!wanted || !succeeded(runs, 'plimsoll')) return []
  const targets = []
  const name = (text) => `full analysis of ${size} MB: ${text}`
  for (const peer of MEASURED_AGAINST.filter((each) => succeeded(runs, each))) {
    const cpu = ratios(runs, peer, 'plimsoll', 'cpuSeconds')
    const text = `at least ${wanted.cpuTimes} times less CPU than ${peer}`
    targets.push(judge(name(text), median(cpu) >= wanted.cpuTimes, spread(cpu, 1)))
    if (wanted.memoryShare) {
      const share = ratios(runs, 'plimsoll', peer, 'peakRssMb')
      const limit = `at most ${wanted.memoryShare} of the memory of ${peer}`
      targets.push(judge(name(limit), median(share) <= wanted.memoryShare, spread(share)))
    }
  }
  if (wanted.cpuSeconds) {
    const cpu = figures(runs, 'plimsoll', 'cpuSeconds')
    const text = `at most ${wanted.cpuSeconds} s of CPU, start of Node included`
    targets.push(judge(name(text), median(cpu) <= wanted.cpuSeconds, `${spread(cpu)} s`))
  }
  const peak = figures(runs, 'plimsoll', 'peakRssMb')
  targets.push(
    judge(name(`at most ${wanted.megabytes} MB`), median(peak) <= wanted.megabytes, `${spread(peak, 0)} MB`),
  )
  return targets
}

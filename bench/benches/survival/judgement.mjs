import { median, spread } from '../../report/statistics.mjs'
import { judge } from '../../report/target.mjs'

/** Groups runs by Node major, rate and variant, in the order in which they first ran. */
export function summarizeRuns(runs) {
  const groups = new Map()
  for (const run of runs) {
    const key = `${run.major} ${run.rate} ${run.variant}`
    groups.set(key, [...(groups.get(key) ?? []), run])
  }
  return [...groups.values()].map((group) => {
    const { major, rate, variant } = group[0]
    const alive = group.filter(({ fate }) => fate === 'alive').length
    const fates = [...new Set(group.map(({ fate }) => fate))].filter((fate) => fate !== 'alive')
    const dead = group.filter(({ fate }) => fate !== 'alive').map(({ livedSeconds }) => livedSeconds)
    const sum = (pick) => group.reduce((total, run) => total + pick(run), 0)
    return {
      major,
      rate,
      variant,
      alive: `${alive} of ${group.length}${dead.length > 0 ? `, ${fates.join('/')} after ${median(dead).toFixed(1)} s` : ''}`,
      goodput: spread(
        group.map((run) => run.goodput),
        0,
      ),
      ofCeiling: `${(100 * median(group.map((run) => run.goodput / run.reachable))).toFixed(0)} % of ${median(group.map((run) => run.reachable)).toFixed(0)}`,
      shed: spread(
        group.map((run) => run.shedRate),
        0,
      ),
      failed: sum((run) => run.heavy.failed),
      critical: `${sum((run) => run.critical.served)} of ${sum((run) => run.critical.sent)}`,
      criticalP50: spread(
        group.map((run) => run.critical.p50Ms),
        0,
      ),
      criticalP99: spread(
        group.map((run) => run.critical.p99Ms),
        0,
      ),
      peak: spread(
        group.map((run) => run.peakMiB),
        0,
      ),
    }
  })
}

/** The issue's row, judged on the runs of ours at 6x and above. */
export function survivalTargets(runs) {
  const ours = runs.filter(({ variant, rate }) => variant === 'plimsoll' && rate >= 6)
  if (ours.length === 0) return []
  const dead = ours.filter(({ fate }) => fate !== 'alive').length
  const least = Math.min(...ours.map(({ goodput }) => goodput))
  const shares = ours.map(({ goodput, reachable }) => goodput / reachable)
  const sent = ours.reduce((total, { critical }) => total + critical.sent, 0)
  const served = ours.reduce((total, { critical }) => total + critical.served, 0)
  const worst = Math.max(...ours.map(({ critical }) => critical.p99Ms))
  return [
    judge('0 kills at 6x and 10x', dead === 0, `${dead} of ${ours.length} runs`),
    judge('goodput at least 140/s in every run', least >= 140, `least ${least.toFixed(0)}/s`),
    judge(
      "goodput 80 % of Little's ceiling (aim)",
      median(shares) >= 0.8,
      `median ${(100 * median(shares)).toFixed(0)} %`,
    ),
    judge('critical route 100 % served', served === sent, `${served} of ${sent}`),
    judge('critical p99 at most 250 ms in every run', worst <= 250, `worst ${worst.toFixed(0)} ms`),
  ]
}

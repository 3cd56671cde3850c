import { judge } from '../../report/target.mjs'

const MOST_SHARE = 0.01
const MOST_FULL_COLLECTIONS = 2

export function leakTargets(runs) {
  const leaky = runs.filter((run) => run.leaky)
  const healthy = runs.filter((run) => !run.leaky)
  const costs = runs.flatMap(({ cost }) => cost ?? [])
  return [
    ...(leaky.length > 0 ? judgeLeaky(leaky) : []),
    ...(healthy.length > 0 ? judgeHealthy(healthy) : []),
    ...(costs.length > 0 ? judgeCosts(costs) : []),
  ]
}

const share = (some, all) => `${some.length} of ${all.length}`

function judgeLeaky(runs) {
  const confirmed = runs.filter((run) => run.confirmed)
  const rightKind = confirmed.filter(({ kinds, wantedKind }) => kinds.includes(wantedKind))
  const first = runs.filter(({ named }) => named === 'first')
  const firstAtLast = runs.filter(({ namedAtLast }) => namedAtLast === 'first')
  const foundAfter = upperMedian(runs.map(({ leakSeconds }) => leakSeconds ?? Number.POSITIVE_INFINITY))
  console.log(`        of the kind that the case says: ${share(rightKind, confirmed)} confirmed`)
  return [
    judge('all leaky cases confirmed', confirmed.length === runs.length, share(confirmed, runs)),
    judge(
      'culprit named first in 90 % of the leaky runs',
      first.length >= 0.9 * runs.length,
      `${share(first, runs)} by the first report, ${firstAtLast.length} by any`,
    ),
    judge(
      'median time to the verdict at most 40 s',
      foundAfter <= 40,
      Number.isFinite(foundAfter) ? `${foundAfter.toFixed(1)} s` : 'half of them were missed',
    ),
  ]
}

/** No mean of two, because a leak that was missed was found after infinity. */
const upperMedian = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]

function judgeHealthy(runs) {
  const alarms = runs.filter((run) => run.confirmed)
  const suspected = runs.filter(({ suspicions }) => suspicions.length > 0)
  const dead = runs.filter(({ fate }) => fate !== 'alive')
  console.log(`        healthy and suspected for a while: ${share(suspected, runs)}`)
  return [
    judge('no false alarm', alarms.length === 0, `${share(alarms, runs)} runs`),
    ...(dead.length > 0 ? [judge('the healthy live', false, `${share(dead, runs)} died`)] : []),
  ]
}

function judgeCosts(costs) {
  const most = Math.max(...costs.map((cost) => cost.share))
  const longest = Math.max(...costs.map((cost) => cost.longestOverCollection))
  const usual = upperMedian(costs.flatMap(({ overCollections }) => overCollections))
  const snapshots = costs.flatMap(({ snapshotsMs }) => snapshotsMs)
  if (snapshots.length > 0)
    console.log(
      `        snapshots: ${snapshots.length}, longest pause ${Math.max(...snapshots).toFixed(0)} ms`,
    )
  return [
    judge(
      'confirming at most 1 % of wall time in every run',
      most <= MOST_SHARE,
      `most ${(100 * most).toFixed(2)} %`,
    ),
    judge(
      'no look over twice a full collection of the same heap',
      longest <= MOST_FULL_COLLECTIONS,
      `the longest of a run at most ${longest.toFixed(1)} x the collection in it; median of all ${usual?.toFixed(2) ?? '-'}`,
    ),
  ]
}

/** What the oldest rule would have said in the same runs, of their natural collections. */
export function tellMemwatch(runs) {
  const found = (leaky) => {
    const all = runs.filter((run) => run.leaky === leaky)
    const some = all.filter(({ memwatchSeconds }) => memwatchSeconds !== undefined)
    return share(some, all)
  }
  console.log(
    `node-memwatch's rule on the natural collections: ${found(true)} leaks found, ${found(false)} false alarms\n`,
  )
}

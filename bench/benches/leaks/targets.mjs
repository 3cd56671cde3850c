import { median } from '../../report/statistics.mjs'
import { judge } from '../../report/target.mjs'

const MOST_SHARE = 0.01
const MOST_FULL_COLLECTIONS = 2

export function leakTargets(runs) {
  const leaky = runs.filter((run) => run.leaky)
  const healthy = runs.filter((run) => !run.leaky)
  const confirmed = leaky.filter((run) => run.confirmed)
  const targets = []
  const add = (...target) => targets.push(judge(...target))
  const of = (some, all) => `${some.length} of ${all.length}`

  if (leaky.length > 0) {
    const first = leaky.filter(({ naming }) => naming === 'first')
    const kind = confirmed.filter(({ kinds, wantedKind }) => kinds.includes(wantedKind))
    const whenFound = median(leaky.map(({ leakSeconds }) => leakSeconds ?? Number.POSITIVE_INFINITY))
    add('all leaky cases confirmed', confirmed.length === leaky.length, of(confirmed, leaky))
    add('culprit named first in 90 % of the leaky runs', first.length >= 0.9 * leaky.length, of(first, leaky))
    add('median time to the verdict at most 40 s', whenFound <= 40, `${whenFound.toFixed(1)} s`)
    console.log(`        of the kind that the case says: ${of(kind, confirmed)} confirmed`)
    console.log(`        node-memwatch's rule: ${of(leaky.filter(foundByMemwatch), leaky)} leaks`)
  }
  if (healthy.length > 0) {
    const alarms = healthy.filter((run) => run.confirmed)
    const died = healthy.filter(({ fate }) => fate !== 'alive')
    add('no false alarm', alarms.length === 0, `${of(alarms, healthy)} runs`)
    if (died.length > 0) add('healthy cases live', false, `${of(died, healthy)} died`)
    console.log(
      `        suspected without cause: ${of(
        healthy.filter(({ suspicions }) => suspicions.length > 0),
        healthy,
      )}`,
    )
    console.log(`        node-memwatch's rule: ${of(healthy.filter(foundByMemwatch), healthy)} false alarms`)
  }
  const costs = runs.flatMap(({ cost }) => cost ?? [])
  if (costs.length > 0) {
    const share = Math.max(...costs.map((cost) => cost.share))
    const pause = Math.max(...costs.map((cost) => cost.ofFullCollection))
    add(
      'confirming at most 1 % of wall time in every run',
      share <= MOST_SHARE,
      `most ${(100 * share).toFixed(2)} %`,
    )
    add(
      'no pause over twice a full collection',
      pause <= MOST_FULL_COLLECTIONS,
      `longest ${pause.toFixed(1)} x the collection at the end of its run`,
    )
  }
  return targets
}

const foundByMemwatch = ({ memwatchSeconds }) => memwatchSeconds !== undefined

import type { Generations, SiteGenerations } from '@plimsoll/heap/profile'
import { type LeakKind, unitOf } from '../leak-kind.js'
import { type Growth, growthOf } from '../trend/growth.js'
import { type Evidence, seriesOf } from './exact-point.js'

/** A rise that comes about by chance once in two hundred times is looked at for longer. */
const LARGEST_CHANCE = 0.005
/**
 * A bounded cache that is two thirds full after the observation has a later half of less than this. What fills
 * more slowly cannot be told from a leak by anybody who looks for this long.
 */
const LEAST_LATE_OVER_EARLY = 0.7
/** Of what is allocated in a place and settles, so much must stay. A cache at its bound keeps next to nothing. */
const LEAST_RETENTION = 0.85
/** A leak holds something of nearly every epoch; chance may miss one. */
const LEAST_HELD_EPOCHS = 0.75
/** With fewer sampled objects the ratio of the halves says nothing. */
const LEAST_SAMPLES = 16
/** What is explained by places that leak, of the growth of the heap. The rest may be warm-up. */
const LEAST_EXPLAINED = 0.3
/** Items that are held by chance, a few connections more than before, are no leak. */
const LEAST_ITEMS = 16

/** What grows that much more slowly than before is not worth another look. */
const LEVELLED_OFF = 0.25

/** A quantity that leaks. */
export interface Verdict {
  readonly kind: LeakKind
  readonly growth: Growth
}

/** Whether a place holds on to what it allocates, and goes on doing so. */
export function holdsOn({ survival }: Pick<SiteGenerations, 'survival'>): boolean {
  const { retentionRatio = 0, heldEpochsRatio = 0, lateOverEarlyRatio = 0, survivingSamples } = survival
  return (
    survivingSamples >= LEAST_SAMPLES &&
    retentionRatio >= LEAST_RETENTION &&
    heldEpochsRatio >= LEAST_HELD_EPOCHS &&
    lateOverEarlyRatio >= LEAST_LATE_OVER_EARLY
  )
}

/** The quantities that leak, by all that is known. Pure: the same evidence gives the same verdict. */
export function verdicts(
  kinds: readonly LeakKind[],
  evidence: Evidence,
  minGrowthBytes: number,
): readonly Verdict[] {
  return kinds.flatMap((kind) => {
    const growth = growthOf(seriesOf(evidence.points, kind))
    if (growth === undefined) return []
    const least = unitOf(kind) === 'bytes' ? minGrowthBytes : LEAST_ITEMS
    if (growth.total < least || !isSteady(growth)) return []
    if (kind === 'heap' && !isExplained(growth, evidence.generations)) return []
    return [{ kind, growth }]
  })
}

/** Whether a quantity may still turn out to leak: it grows by more than nothing, as far as can be told. */
export function stillGrows(kind: LeakKind, points: Evidence['points']): boolean {
  const series = seriesOf(points, kind)
  const growth = growthOf(series)
  if (growth === undefined) return series.length > 0
  return growth.slope.high > 0 && growth.lateOverEarly >= LEVELLED_OFF
}

function isSteady({ chance, slope, lateOverEarly }: Growth): boolean {
  return chance <= LARGEST_CHANCE && slope.low > 0 && lateOverEarly >= LEAST_LATE_OVER_EARLY
}

/** Without a profile the trend of exact points has to do. */
function isExplained(growth: Growth, generations: Generations | undefined): boolean {
  if (generations === undefined) return true
  const held = generations.sites
    .filter(holdsOn)
    .reduce((sum, { survival }) => sum + (survival.bytesPerSecond ?? 0), 0)
  return held >= LEAST_EXPLAINED * growth.perSecond.mid
}

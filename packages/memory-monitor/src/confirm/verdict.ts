import type { Generations, SiteGenerations } from '@plimsoll/heap/profile'
import { type LeakKind, unitOf } from '../leak-kind.js'
import { type Growth, growthOf } from '../trend/growth.js'
import type { Point } from '../trend/points.js'
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
/** The later half of the growth, over what the places hold on average: by a half like that of 0.7 over 1. */
const LEAST_LATE_OVER_HELD = 0.8
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

/** What the verdict is about. */
export interface VerdictOptions {
  readonly kinds: readonly LeakKind[]
  readonly minGrowthBytes: number
  /** How long a trend must have lasted. */
  readonly trendMs: number
}

/** The quantities that leak, by all that is known. Pure: the same evidence gives the same verdict. */
export function verdicts({ points, generations }: Evidence, options: VerdictOptions): readonly Verdict[] {
  return options.kinds.flatMap((kind) => {
    const series = seriesOf(points, kind)
    // A warm-up bends the whole; what began after it must not wait until it is forgotten.
    const growth = [series, lastOf(series, options.trendMs)]
      .map(growthOf)
      .find((each) => each !== undefined && isLeak(kind, each, generations, options))
    return growth === undefined ? [] : [{ kind, growth }]
  })
}

/** Whether a quantity may still turn out to leak: it goes on growing, as far as can be told. */
export function stillGrows(
  kind: LeakKind,
  points: Evidence['points'],
  { minGrowthBytes, trendMs }: Omit<VerdictOptions, 'kinds'>,
): boolean {
  const series = seriesOf(points, kind)
  const growth = growthOf(series)
  if (growth === undefined) return series.length > 0
  if (growth.slope.high <= 0) return false
  if (growth.lateOverEarly >= LEVELLED_OFF) return true
  const lately = growthOf(lastOf(series, trendMs / 2)) ?? growth
  return (lately.perSecond.mid * trendMs) / 1000 >= leastGrowth(kind, minGrowthBytes)
}

/** The points of the last stretch of that length, and the one that it begins with. */
function lastOf(series: readonly Point[], stretchMs: number): readonly Point[] {
  const fromMs = (series.at(-1)?.atMs ?? 0) - stretchMs
  const first = series.findLastIndex(({ atMs }) => atMs <= fromMs)
  return series.slice(Math.max(0, first))
}

function leastGrowth(kind: LeakKind, minGrowthBytes: number): number {
  return unitOf(kind) === 'bytes' ? minGrowthBytes : LEAST_ITEMS
}

function isLeak(
  kind: LeakKind,
  growth: Growth,
  generations: Generations | undefined,
  { minGrowthBytes }: VerdictOptions,
): boolean {
  const { chance, slope, total, lateOverEarly } = growth
  if (chance > LARGEST_CHANCE || slope.low <= 0 || total < leastGrowth(kind, minGrowthBytes)) return false
  if (kind === 'heap' && generations !== undefined) return isHeld(growth, generations)
  return lateOverEarly >= LEAST_LATE_OVER_EARLY
}

/** Whether places that hold on explain the growth, and it goes on as fast as they hold. */
function isHeld({ axis, slope, lateSlope }: Growth, { sites }: Generations): boolean {
  const held = sites
    .filter(holdsOn)
    .map(({ survival }) => (axis === 'requests' ? survival.bytesPerRequest : survival.bytesPerSecond) ?? 0)
    .reduce((sum, each) => sum + each, 0)
  return held >= LEAST_EXPLAINED * slope.mid && lateSlope >= LEAST_LATE_OVER_HELD * held
}

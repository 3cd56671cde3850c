import type { Generations } from '@plimsoll/heap/profile'
import { type LeakKind, unitOf } from '../leak-kind.js'
import { type Growth, growthOf } from '../trend/growth.js'
import type { Point } from '../trend/points.js'
import { clientsOf, type Evidence, seriesOf } from './exact-point.js'
import { heldRate } from './held.js'

/** A rise that comes about by chance once in two hundred times is looked at for longer. */
const LARGEST_CHANCE = 0.005
/** The same of a heap that has never fallen meanwhile, beside places that surely hold what it grows by. */
const LARGEST_CHANCE_IF_HELD = 0.05
/**
 * A bounded cache that is two thirds full after the observation has a later half of less than this. What fills
 * more slowly cannot be told from a leak by anybody who looks for this long.
 */
const LEAST_LATE_OVER_EARLY = 0.7
/** Connections and requests in flight come and go with the load. A leak that is no more than they can wait. */
const LEAST_TAU = 0.8
/** What grows faster and faster is a load that rises, or work that piles up: a leak goes on as it began. */
const MOST_LATE_OVER_EARLY = 2
/** The later half of the growth, over what the places hold on average: by a half like that of 0.7 over 1. */
const LEAST_LATE_OVER_HELD = 0.8
/**
 * The same where little was seen: after one look, or before there was time for more. What fills up slowly passes for a
 * leak at first; what slows down is looked at for longer.
 */
const LEAST_LATE_AT_FIRST = 0.8
/** The same of growth in steps: 0.7 of 1.7. */
const LEAST_LATE_SHARE = 0.4
/** What is explained by places that leak, of the growth of the heap. The rest may be warm-up. */
const LEAST_EXPLAINED = 0.3
/** The allocator's own: freed memory that it keeps for later. No collection takes it away. */
const FRAGMENTATION_BYTES = 8_388_608
/** Items that are held by chance, a few connections more than before, are no leak. */
const LEAST_ITEMS = 16
/** What comes with a client and goes with it: a timer of its own, a connection to somewhere else. */
const MOST_OF_A_CLIENT = 2

/** Fewer are no trend that one look may tell. */
const PLAIN_POINTS = 6

/** What grows that much more slowly than before is not worth another look. */
const LEVELLED_OFF = 0.25

/** A quantity that leaks. */
export interface Verdict {
  readonly kind: LeakKind
  readonly growth: Growth
  /** Growth while it was looked at, over what was there at first. */
  readonly share: number
}

/** What the verdict is about. */
export interface VerdictOptions {
  readonly kinds: readonly LeakKind[]
  readonly minGrowthBytes: number
  /** How long a trend must have lasted. */
  readonly trendMs: number
  /** Whether there is time to look longer at what slows down. */
  readonly mayWait?: boolean
}

/** The quantities that leak, by all that is known. Pure: the same evidence gives the same verdict. */
export function verdicts(evidence: Evidence, options: VerdictOptions): readonly Verdict[] {
  return options.kinds.flatMap((kind) => verdictOn(kind, evidence, options))
}

/** The verdict on one quantity; none when it does not leak. */
export function verdictOn(
  kind: LeakKind,
  { points, generations }: Evidence,
  options: Omit<VerdictOptions, 'kinds'>,
): readonly Verdict[] {
  const series = seriesOf(points, kind)
  const { trendMs } = options
  // A warm-up bends the whole; what began after it must not wait until it is forgotten.
  for (const stretch of [series, lastOf(series, trendMs), sinceFall(series, trendMs / 2)]) {
    const growth = comesWithClients(kind, stretch, points) ? undefined : growthOf(stretch)
    if (growth !== undefined && isLeak(kind, growth, generations, options))
      return [{ kind, growth, share: growth.total / (series[0]?.value || 1) }]
  }
  return []
}

/** Those that a second look confirms, or, where that is long in coming, that are plain to see in one. */
export function believable(
  found: readonly Verdict[],
  before: readonly Verdict[],
  isSparse: boolean,
): readonly Verdict[] {
  return found.filter(
    (verdict) => before.some(({ kind }) => kind === verdict.kind) || (isSparse && isPlain(verdict)),
  )
}

/** Whether chance has no part in it: at each point more than before, evenly, and by now as much again as was there. */
function isPlain({ kind, growth: { tau, lateOverEarly, points }, share }: Verdict): boolean {
  const isEven = lateOverEarly >= LEAST_LATE_AT_FIRST && lateOverEarly <= MOST_LATE_OVER_EARLY
  return unitOf(kind) === 'bytes' && tau === 1 && points >= PLAIN_POINTS && isEven && share >= 1
}

/** Whether a quantity may still turn out to leak: it goes on growing, as far as can be told. */
export function stillGrows(
  kind: LeakKind,
  points: Evidence['points'],
  { minGrowthBytes, trendMs }: Pick<VerdictOptions, 'minGrowthBytes' | 'trendMs'>,
): boolean {
  const series = seriesOf(points, kind)
  const growth = growthOf(series)
  if (growth === undefined) return series.length > 0
  if (growth.slope.high <= 0) return false
  if (growth.lateOverEarly >= LEVELLED_OFF) return true
  const lately = growthOf(lastOf(series, trendMs / 2)) ?? growth
  return (lately.perSecond.mid * trendMs) / 1000 >= leastGrowth(kind, minGrowthBytes)
}

/** The points since it fell for the last time, if that is as long ago. */
function sinceFall(series: readonly Point[], leastMs: number): readonly Point[] {
  const from = series.findLastIndex(
    (point, at) => point.value <= (series[at - 1]?.value ?? Number.NEGATIVE_INFINITY),
  )
  const rising = series.slice(Math.max(0, from))
  return (rising.at(-1)?.atMs ?? 0) - (rising[0]?.atMs ?? 0) >= leastMs ? rising : []
}

/** Whether what is counted grew only because clients have come that are still there. */
function comesWithClients(kind: LeakKind, series: readonly Point[], points: Evidence['points']): boolean {
  if (unitOf(kind) !== 'items') return false
  const sinceMs = series[0]?.atMs ?? 0
  const clients = growthOf(clientsOf(points).filter(({ atMs }) => atMs >= sinceMs))
  return (growthOf(series)?.total ?? 0) <= MOST_OF_A_CLIENT * (clients?.total ?? 0)
}

/** The points of the last stretch of that length, and the one that it begins with. */
function lastOf(series: readonly Point[], stretchMs: number): readonly Point[] {
  const fromMs = (series.at(-1)?.atMs ?? 0) - stretchMs
  const first = series.findLastIndex(({ atMs }) => atMs <= fromMs)
  return series.slice(Math.max(0, first))
}

function leastGrowth(kind: LeakKind, minGrowthBytes: number): number {
  if (unitOf(kind) === 'items') return LEAST_ITEMS
  return kind === 'native' ? Math.max(minGrowthBytes, FRAGMENTATION_BYTES) : minGrowthBytes
}

function isLeak(
  kind: LeakKind,
  growth: Growth,
  generations: Generations | undefined,
  { minGrowthBytes, mayWait = false }: Omit<VerdictOptions, 'kinds'>,
): boolean {
  const { chance, tau, slope, total, lateOverEarly } = growth
  if (slope.low <= 0 || total < leastGrowth(kind, minGrowthBytes)) return false
  const holders = kind === 'heap' ? generations : undefined
  if (chance > LARGEST_CHANCE) return holders !== undefined && isSurelyHeld(growth, holders)
  if (holders !== undefined) return isHeld(growth, holders)
  const leastLate = mayWait ? LEAST_LATE_AT_FIRST : LEAST_LATE_OVER_EARLY
  const isEven = lateOverEarly >= leastLate && lateOverEarly <= MOST_LATE_OVER_EARLY
  return isEven && tau >= LEAST_TAU
}

/**
 * Whether what few points say is beyond doubt by what stays in the places that hold on. Looks are few where collections
 * take long, and their first ones lie before V8 lets go of code that has not run since the start.
 */
function isSurelyHeld({ chance, tau, axis, slope, lateSlope }: Growth, generations: Generations): boolean {
  if (tau < 1 || chance > LARGEST_CHANCE_IF_HELD) return false
  const held = heldRate(generations, axis)
  return held >= LEAST_EXPLAINED * slope.mid && Math.min(slope.mid, lateSlope) >= LEAST_LATE_OVER_HELD * held
}

/** Whether places that hold on explain the growth, and it goes on as fast as they hold. */
function isHeld({ axis, slope, lateSlope, lateShare }: Growth, generations: Generations): boolean {
  const held = heldRate(generations, axis)
  if (held < LEAST_EXPLAINED * slope.mid) return false
  return lateSlope >= LEAST_LATE_OVER_HELD * held || lateShare >= LEAST_LATE_SHARE
}

import { chanceOfNoRise } from './kendall.js'
import { type Axis, along, axisOf, type Point } from './points.js'
import { type Slope, theilSen } from './theil-sen.js'

/** What can be said of how a quantity grew over a stretch. */
export interface Growth {
  readonly axis: Axis
  readonly slope: Slope
  readonly perSecond: Slope
  /** From the first to the last point, along the line. */
  readonly total: number
  /** One-sided probability that it is chance. */
  readonly chance: number
  /**
   * Growth of the later half over that of the earlier: near 1 for a leak, well below for what fills up to a bound.
   * 0 when the later half did not grow.
   */
  readonly lateOverEarly: number
  /** Of the later half alone, along the axis. */
  readonly lateSlope: number
  readonly points: number
}

/** Describes growth; `undefined` with fewer than four points. */
export function growthOf(points: readonly Point[]): Growth | undefined {
  const first = points[0]
  const last = points.at(-1)
  if (first === undefined || last === undefined || points.length < 4) return undefined
  const axis = axisOf(points)
  const slope = theilSen(points, axis)
  const perSecond = theilSen(points, 'seconds')
  if (slope === undefined || perSecond === undefined) return undefined
  return {
    axis,
    slope,
    perSecond,
    total: slope.mid * (along(last, axis) - along(first, axis)),
    chance: chanceOfNoRise(points),
    ...halves(points, axis),
    points: points.length,
  }
}

/** The point in the middle belongs to both halves. */
function halves(points: readonly Point[], axis: Axis): Pick<Growth, 'lateOverEarly' | 'lateSlope'> {
  const half = points.length / 2
  const early = theilSen(points.slice(0, Math.ceil(half) + 1), axis)?.mid ?? 0
  const lateSlope = theilSen(points.slice(Math.floor(half) - 1), axis)?.mid ?? 0
  if (lateSlope <= 0) return { lateSlope, lateOverEarly: 0 }
  return { lateSlope, lateOverEarly: early <= 0 ? Number.POSITIVE_INFINITY : lateSlope / early }
}

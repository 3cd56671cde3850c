import { type Rise, riseOf } from './kendall.js'
import { type Axis, along, axisOf, type Point } from './points.js'
import { type Slope, theilSen } from './theil-sen.js'

/** What can be said of how a quantity grew over a stretch. */
export interface Growth extends Rise {
  readonly axis: Axis
  readonly slope: Slope
  readonly perSecond: Slope
  /** From the first to the last point, along the line. */
  readonly total: number
  /**
   * Growth of the later half over that of the earlier: near 1 for a leak, well below for what fills up to a bound.
   * 0 when the later half did not grow.
   */
  readonly lateOverEarly: number
  /** Of the later half alone, along the axis. */
  readonly lateSlope: number
  /** What came in the later half, of all: a half for a leak, be it in steps as the tables of containers grow. */
  readonly lateShare: number
  readonly points: number
}

/** Describes growth; `undefined` with fewer than four points. */
export function growthOf(points: readonly Point[]): Growth | undefined {
  const first = points[0]
  const last = points.at(-1)
  if (first === undefined || last === undefined || points.length < 4) return undefined
  const axis = axisOf(points)
  const slope = theilSen(points, axis)
  const perSecond = axis === 'seconds' ? slope : theilSen(points, 'seconds')
  if (slope === undefined || perSecond === undefined) return undefined
  return {
    axis,
    slope,
    perSecond,
    total: slope.mid * (along(last, axis) - along(first, axis)),
    ...riseOf(points),
    ...halves(points, axis),
    lateShare: lateShare(points, axis),
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

/** From the first points to those in the middle, and from there to the last; each the middle one of three. */
function lateShare(points: readonly Point[], axis: Axis): number {
  const begin = along(points[0] as Point, axis)
  const half = (begin + along(points.at(-1) as Point, axis)) / 2
  const distance = (point: Point): number => Math.abs(along(point, axis) - half)
  const central = points.toSorted((left, right) => distance(left) - distance(right)).slice(0, 3)
  const [first, middle, last] = [points.slice(0, 3), central, points.slice(-3)].map(medianOf) as [
    number,
    number,
    number,
  ]
  return last > first ? (last - middle) / (last - first) : 0
}

function medianOf(points: readonly Point[]): number {
  return points.map(({ value }) => value).sort((left, right) => left - right)[1] ?? 0
}

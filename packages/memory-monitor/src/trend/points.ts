/** One value of a quantity that may leak, and when it was read. */
export interface Point {
  readonly atMs: number
  /** Requests that had begun by then. */
  readonly requests: number
  readonly value: number
}

/** What growth is measured along. */
export type Axis = 'seconds' | 'requests'

export function along(point: Point, axis: Axis): number {
  return axis === 'seconds' ? point.atMs / 1000 : point.requests
}

/** With fewer requests between two points, each is chance. */
const REQUESTS_A_STEP = 5

/**
 * Requests are what a leak grows with, so that a load that rises and falls does not bend the line. Where hardly
 * any come in, time has to do.
 */
export function axisOf(points: readonly Point[]): Axis {
  const served = points.slice(1).map((point, index) => point.requests - (points[index] as Point).requests)
  return served.length > 0 && served.every((count) => count >= REQUESTS_A_STEP) ? 'requests' : 'seconds'
}

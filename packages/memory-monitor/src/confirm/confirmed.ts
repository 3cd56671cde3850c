import type { Sample } from '@plimsoll/core'
import type { LeakKind } from '../leak-kind.js'
import type { Retraction } from '../monitor-events.js'
import type { LeakReport } from '../report/leak-report.js'
import { limitOf } from '../report/limits.js'
import { forecastOf } from '../trend/forecast.js'
import { growthOf } from '../trend/growth.js'
import type { Point } from '../trend/points.js'
import type { Slope } from '../trend/theil-sen.js'
import { FloorSeries } from '../watch/floor-series.js'
import type { ExactPoint } from './exact-point.js'
import { nextLookMs } from './pause-budget.js'

/** A leak is taken back when it grows by less than this share of what was said, over two observations. */
const LEVELLED_OFF = 0.2
const STRETCHES = 8

interface Followed {
  report: LeakReport
  /** As it was confirmed. */
  readonly perSecond: Slope
  readonly floors: FloorSeries
}

/** The leaks that were found, followed in case they level off: by exact points, far apart. */
export class Confirmed {
  readonly #observationMs: number
  #followed: readonly Followed[] = []
  #dueMs = 0

  constructor(observationMs: number) {
    this.#observationMs = observationMs
  }

  get leaks(): readonly LeakReport[] {
    return this.#followed.map(({ report }) => report)
  }

  has(kind: LeakKind): boolean {
    return this.#followed.some(({ report }) => report.kind === kind)
  }

  add(report: LeakReport, perSecond: Slope): void {
    const floors = new FloorSeries(this.#stretchMs, STRETCHES)
    this.#followed = [...this.#followed, { report, perSecond, floors }]
  }

  /** Says what a point cost, from which follows when the next one is due. */
  rest(nowMs: number, pauseMs: number): void {
    this.#dueMs = nextLookMs(nowMs, pauseMs, this.#stretchMs)
  }

  /** Whether it is time for another point. */
  isDue(nowMs: number): boolean {
    return this.#followed.length > 0 && nowMs >= this.#dueMs
  }

  /** Takes what is there now, forecasts anew, and returns what has turned out to be no leak. */
  follow({ atMs, requests, quantities }: ExactPoint, sample: Sample): readonly Retraction[] {
    for (const followed of this.#followed) {
      const { kind } = followed.report
      const value = quantities[kind]
      if (value === undefined) continue
      followed.floors.add({ atMs, requests, value })
      const limit = limitOf(kind, value, sample)
      if (limit === undefined) continue
      const slope = growthOf(followed.floors.points)?.perSecond ?? followed.perSecond
      followed.report = { ...followed.report, forecast: forecastOf(slope, limit) }
    }
    const over = this.#followed.filter(({ report, floors }) => hasLevelledOff(report, floors.points))
    this.#followed = this.#followed.filter((each) => !over.includes(each))
    return over.map(({ report: { kind } }) => ({
      kind,
      message: `no leak after all: ${kind} has levelled off`,
    }))
  }

  get #stretchMs(): number {
    return (2 * this.#observationMs) / STRETCHES
  }
}

/** Where requests come in, by requests: a service at rest has not stopped leaking. */
function hasLevelledOff({ growth }: LeakReport, floors: readonly Point[]): boolean {
  if (floors.length < STRETCHES) return false
  const now = growthOf(floors)
  if (now === undefined) return false
  if (growth.perRequest === undefined) return now.perSecond.high < LEVELLED_OFF * growth.perSecond
  return now.axis === 'requests' && now.slope.high < LEVELLED_OFF * growth.perRequest
}

import type { Sample } from '@plimsoll/core'
import type { LeakKind } from '../leak-kind.js'
import type { Retraction } from '../monitor-events.js'
import type { LeakReport } from '../report/leak-report.js'
import { type LimitFacts, limitsOf } from '../report/limits.js'
import { messageOf } from '../report/message.js'
import { forecastOf, type Limit, laterOn } from '../trend/forecast.js'
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
  /** When its forecast was made. */
  forecastMs: number
  /** What was said first: that is what levels off. */
  readonly said: LeakReport['growth']
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

  get isEmpty(): boolean {
    return this.#followed.length === 0
  }

  get kinds(): readonly LeakKind[] {
    return this.#followed.map(({ report }) => report.kind)
  }

  /** As they are by then: between two points, which may be minutes apart, the end comes nearer. */
  leaksAt(nowMs: number): readonly LeakReport[] {
    return this.#followed.map(({ report, forecastMs }) => aged(report, (nowMs - forecastMs) / 1000))
  }

  has(kind: LeakKind): boolean {
    return this.#followed.some(({ report }) => report.kind === kind)
  }

  add(report: LeakReport, perSecond: Slope, forecastMs: number): void {
    const floors = new FloorSeries(this.#stretchMs, STRETCHES)
    this.#followed = [...this.#followed, { report, forecastMs, said: report.growth, perSecond, floors }]
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
  follow(
    { atMs, requests, quantities }: ExactPoint,
    sample: Sample,
    facts: LimitFacts,
  ): readonly Retraction[] {
    for (const followed of this.#followed) {
      const { kind } = followed.report
      const value = quantities[kind]
      if (value === undefined) continue
      followed.floors.add({ atMs, requests, value })
      followed.report = renewed(followed, limitsOf(kind, value, sample, facts))
      followed.forecastMs = atMs
    }
    const over = this.#followed.filter(({ said, floors }) => hasLevelledOff(said, floors.points))
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

/** The report as it is now: a figure of an hour ago misleads whoever is paged. */
function renewed({ report, perSecond, floors }: Followed, limits: readonly Limit[]): LeakReport {
  const now = growthOf(floors.points)
  const slope = now?.perSecond ?? perSecond
  const forecast = forecastOf(slope, limits)
  const growth = {
    ...report.growth,
    perSecond: slope.mid,
    ...(now?.axis === 'requests' && report.growth.perRequest !== undefined && { perRequest: now.slope.mid }),
  }
  const told = { ...report, growth, ...(forecast !== undefined && { forecast }) }
  return { ...told, message: messageOf(told) }
}

function aged(report: LeakReport, seconds: number): LeakReport {
  const { forecast } = report
  if (forecast === undefined || seconds <= 0) return report
  const told = { ...report, forecast: laterOn(forecast, seconds) }
  return { ...told, message: messageOf(told) }
}

/** Where requests come in, by requests: a service at rest has not stopped leaking. */
function hasLevelledOff(growth: LeakReport['growth'], floors: readonly Point[]): boolean {
  if (floors.length < STRETCHES) return false
  const now = growthOf(floors)
  if (now === undefined) return false
  if (growth.perRequest === undefined) return now.perSecond.high < LEVELLED_OFF * growth.perSecond
  return now.axis === 'requests' && now.slope.high < LEVELLED_OFF * growth.perRequest
}

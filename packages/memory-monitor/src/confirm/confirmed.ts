import type { LeakKind } from '../leak-kind.js'
import type { Retraction } from '../monitor-events.js'
import type { LeakReport } from '../report/leak-report.js'
import { growthOf } from '../trend/growth.js'
import type { Point } from '../trend/points.js'
import { FloorSeries } from '../watch/floor-series.js'
import type { Quantities } from '../watch/quantities.js'
import { nextLookMs } from './pause-budget.js'

/** A leak is taken back when it grows by less than this share of what was said, over two observations. */
const LEVELLED_OFF = 0.2
const STRETCHES = 8

interface Followed {
  readonly report: LeakReport
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

  add(report: LeakReport): void {
    this.#followed = [...this.#followed, { report, floors: new FloorSeries(this.#stretchMs, STRETCHES) }]
  }

  /** Says what a point cost, from which follows when the next one is due. */
  rest(nowMs: number, pauseMs: number): void {
    this.#dueMs = nextLookMs(nowMs, pauseMs, this.#stretchMs)
  }

  /** Whether it is time for another point. */
  isDue(nowMs: number): boolean {
    return this.#followed.length > 0 && nowMs >= this.#dueMs
  }

  /** Takes what is there now; returns what has turned out to be none. */
  follow(at: {
    readonly atMs: number
    readonly requests: number
    readonly quantities: Quantities
  }): readonly Retraction[] {
    for (const { report, floors } of this.#followed) {
      const value = at.quantities[report.kind]
      if (value !== undefined) floors.add({ atMs: at.atMs, requests: at.requests, value })
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

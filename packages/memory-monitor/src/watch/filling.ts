import { type Slope, theilSen } from '../trend/theil-sen.js'
import { FloorSeries } from './floor-series.js'
import { stretchMsOf } from './hints.js'

/** Of stretches, how many make the line, and of how many the highest is what is used. */
const KEPT = 50
const LATELY = 12
/** Fewer say nothing of a line. */
const LEAST = 8

/** How something fills. */
export interface FillingTrend {
  readonly perSecond: Slope
  /** The most that was used lately. */
  readonly peakBytes: number
}

/**
 * How a container or a process fills, by itself: V8 lets garbage and half-empty pages grow with what is held, so that
 * it fills up to 1.7 times as fast as the heap that leaks.
 */
export class Filling {
  readonly #floors: FloorSeries
  /** Of what is used, with the sign turned. */
  readonly #peaks: FloorSeries

  constructor(observationMs: number) {
    this.#floors = new FloorSeries(stretchMsOf(observationMs), KEPT)
    this.#peaks = new FloorSeries(stretchMsOf(observationMs), LATELY)
  }

  note(atMs: number, usedBytes: number | undefined): void {
    if (usedBytes === undefined) return
    this.#floors.add({ atMs, requests: 0, value: usedBytes })
    this.#peaks.add({ atMs, requests: 0, value: -usedBytes })
  }

  /** `undefined` where nothing fills, or too little was seen. */
  get trend(): FillingTrend | undefined {
    const { points } = this.#floors
    const perSecond = points.length < LEAST ? undefined : theilSen(points, 'seconds')
    if (perSecond === undefined) return undefined
    return { perSecond, peakBytes: Math.max(...this.#peaks.points.map(({ value }) => -value)) }
  }
}

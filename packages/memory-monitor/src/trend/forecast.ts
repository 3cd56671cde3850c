import type { Slope } from './theil-sen.js'

/** How far a quantity can go. */
export interface Limit {
  readonly used: number
  readonly limit: number
  readonly unit: 'bytes' | 'items'
  /** Where it really ends: at the earliest, likely, and at the latest. */
  readonly ends: readonly [number, number, number]
  /** How fast what is used grows, where that is known better than by what leaks. */
  readonly perSecond?: Slope
}

/** When a limit will be reached if growth goes on. */
export interface Forecast {
  readonly limit: number
  readonly unit: 'bytes' | 'items'
  readonly secondsToLimit: number
  /** Interval of the seconds: 95 % by the spread of the slope, and from the earliest to the latest end. */
  readonly low: number
  readonly high: number
}

/** A forecast is no longer than this, in seconds: a hundred years is as good as never, and JSON has no infinity. */
const NEVER_SECONDS = 100 * 365 * 86_400

/** What is left of it so many seconds later. */
export function laterOn(forecast: Forecast, seconds: number): Forecast {
  const { secondsToLimit, low, high } = forecast
  const left = (from: number) => Math.max(0, from - seconds)
  return { ...forecast, secondsToLimit: left(secondsToLimit), low: left(low), high: left(high) }
}

/** For the limit that is reached first; `undefined` where there is none. */
export function forecastOf(slope: Slope, limits: readonly Limit[]): Forecast | undefined {
  return limits
    .map((limit) => forecastFor(slope, limit))
    .sort((one, other) => one.secondsToLimit - other.secondsToLimit)[0]
}

function forecastFor(slope: Slope, { used, limit, unit, ends, perSecond }: Limit): Forecast {
  // What leaks is part of what grows there: who grows more slowly is about to give something back.
  const { low, mid, high } = perSecond !== undefined && perSecond.mid > slope.mid ? perSecond : slope
  const [least, likely, most] = ends
  const seconds = (end: number, rate: number) =>
    rate > 0 ? Math.min(NEVER_SECONDS, Math.max(0, end - used) / rate) : NEVER_SECONDS
  return {
    limit,
    unit,
    secondsToLimit: seconds(likely, mid),
    low: seconds(least, high),
    high: seconds(most, low),
  }
}

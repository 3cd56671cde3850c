import type { Slope } from './theil-sen.js'

/** When a limit will be reached if growth goes on. */
export interface Forecast {
  readonly limit: number
  readonly unit: 'bytes' | 'items'
  readonly secondsToLimit: number
  /** 95 % interval of the seconds, from the spread of the slope. */
  readonly low: number
  readonly high: number
}

/** A forecast is no longer than this, in seconds: a hundred years is as good as never, and JSON has no infinity. */
const NEVER_SECONDS = 100 * 365 * 86_400

export function forecastOf(
  slope: Slope,
  { used, limit, unit }: { readonly used: number; readonly limit: number; readonly unit: 'bytes' | 'items' },
): Forecast {
  const left = Math.max(0, limit - used)
  const secondsAt = (perSecond: number) =>
    perSecond > 0 ? Math.min(NEVER_SECONDS, left / perSecond) : NEVER_SECONDS
  return {
    limit,
    unit,
    secondsToLimit: secondsAt(slope.mid),
    low: secondsAt(slope.high),
    high: secondsAt(slope.low),
  }
}

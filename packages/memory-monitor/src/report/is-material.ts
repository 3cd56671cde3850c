import type { Verdict } from '../confirm/verdict.js'
import type { LeakReport } from './leak-report.js'

export interface Materiality {
  readonly horizonSeconds: number
  /** Of what was there at first. */
  readonly materialShare: number
}

/**
 * A leak that nobody will live to see is none: one whose forecast, as fast as it may be, lies beyond the horizon. Where
 * exactly V8 gives up is another question. Counted things without a limit are wrong all the same.
 */
export function isMaterial(
  { forecast }: Pick<LeakReport, 'forecast'>,
  { share, growth }: Pick<Verdict, 'share' | 'growth'>,
  { horizonSeconds, materialShare }: Materiality,
): boolean {
  if (forecast === undefined || share >= materialShare) return true
  const { mid, high } = growth.perSecond
  return (forecast.secondsToLimit * mid) / high <= horizonSeconds
}

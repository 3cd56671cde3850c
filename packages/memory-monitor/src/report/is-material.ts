import type { Verdict } from '../confirm/verdict.js'
import type { LeakReport } from './leak-report.js'

export interface Materiality {
  readonly horizonSeconds: number
  /** Of what was there at first. */
  readonly materialShare: number
}

/**
 * A leak that nobody will live to see is none: one whose forecast lies surely beyond the horizon. Counted things
 * without a limit are wrong all the same.
 */
export function isMaterial(
  { forecast }: Pick<LeakReport, 'forecast'>,
  { share }: Pick<Verdict, 'share'>,
  { horizonSeconds, materialShare }: Materiality,
): boolean {
  return forecast === undefined || forecast.low <= horizonSeconds || share >= materialShare
}

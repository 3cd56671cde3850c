import type { Ending } from './draft-reports.js'

export interface Materiality {
  readonly horizonSeconds: number
  /** Of what was there at first. */
  readonly materialShare: number
}

/**
 * How much longer than what kills soon a leak is looked at before it is told: 1, and up to 2 for one that nearly leaves
 * the whole horizon, because the further growth is carried on in thought, the surer it must be that it goes on.
 */
export function patienceFor(
  { forecast }: Pick<Ending, 'forecast'>,
  { horizonSeconds }: Pick<Materiality, 'horizonSeconds'>,
): number {
  // What is counted and has no limit is wrong at once.
  if (forecast === undefined) return 1
  return 1 + Math.min(1, forecast.secondsToLimit / horizonSeconds) ** 2
}

/**
 * A leak that nobody will live to see is none: one whose forecast, as fast as it may be, lies beyond the horizon. Where
 * exactly V8 gives up is another question. Counted things without a limit are wrong all the same.
 */
export function isMaterial(
  { forecast, verdict: { share, growth } }: Ending,
  { horizonSeconds, materialShare }: Materiality,
): boolean {
  if (forecast === undefined || share >= materialShare) return true
  const { mid, high } = growth.perSecond
  return (forecast.secondsToLimit * mid) / high <= horizonSeconds
}

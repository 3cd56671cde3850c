/** When, in requests of one route, those came that left something open which still is. */
export interface Series {
  /** Ascending, one per request. */
  readonly requests: ArrayLike<number>
  /** The first since the last long pause that left something open, even if that has gone since. */
  readonly from: number
  /** The last that is old enough to count. */
  readonly to: number
}

/** Either half of the requests has to have left so much of what is there. */
const SHARE_OF_A_HALF = 0.2
/** When less is left of what the first half opened, it was merely slow to end. */
const SHARE_OF_THE_REST = 0.05
/** So many requests without a new one, or three times as many as it grew for, and it has stopped. */
const MANY_REQUESTS = 1000
const LONG_PAUSE = 3

/**
 * Whether more and more is left open: by more requests than `bound`, and both by early and by late ones.
 *
 * A pool that fills and stays full has only early ones; one whose members come and go has only late ones,
 * and so has whatever ends by itself some time after the grace.
 */
export function isGrowing(series: Series, bound: number): boolean {
  const { length } = series.requests
  if (length <= bound) return false
  const early = earlyOnes(series)
  return Math.min(early, length - early) >= length * SHARE_OF_A_HALF
}

/** Whether what was growing has come to rest: what is left of it is a plateau, or its early ones have ended. */
export function hasStopped(series: Series, bound: number): boolean {
  const { requests, from, to } = series
  const last = requests[requests.length - 1]
  if (last === undefined || requests.length <= bound / 2) return true
  if (earlyOnes(series) < requests.length * SHARE_OF_THE_REST) return true
  return isLongPause(from, last, to)
}

/** Whether nothing has come for so long that what comes now begins anew. */
export function isLongPause(from: number, last: number, now: number): boolean {
  return now - last > Math.max(MANY_REQUESTS, LONG_PAUSE * (last - from))
}

function earlyOnes({ requests, from, to }: Series): number {
  const middle = (from + to) / 2
  let early = 0
  while (early < requests.length && (requests[early] ?? 0) <= middle) early += 1
  return early
}

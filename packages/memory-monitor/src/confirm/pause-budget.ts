/** An exact look pauses the process for a collection: it may do so for a hundredth of the time. */
const REST_FACTOR = 100
/** For a twentieth where a limit is so near that there would be no verdict otherwise. */
const URGENT_REST_FACTOR = 20

/** When the next look may be taken, after one that paused so long. */
export function nextLookMs(nowMs: number, pauseMs: number, leastGapMs: number, isUrgent = false): number {
  return nowMs + Math.max(leastGapMs, (isUrgent ? URGENT_REST_FACTOR : REST_FACTOR) * pauseMs)
}

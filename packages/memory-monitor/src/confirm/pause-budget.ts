/** An exact look pauses the process for a collection: it may do so for a hundredth of the time. */
const REST_FACTOR = 100

/** When the next look may be taken, after one that paused so long. */
export function nextLookMs(nowMs: number, pauseMs: number, leastGapMs: number): number {
  return nowMs + Math.max(leastGapMs, REST_FACTOR * pauseMs)
}

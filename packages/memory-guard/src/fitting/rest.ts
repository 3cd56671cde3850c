/** Where the loop has no time to spare, a fifth of it may go into collections that we ask for. */
const SATURATED_FACTOR = 4
const LEAST_SATURATED_MS = 100
/** Where it has, half of it may go into pauses up to this length. */
const SHORT_PAUSE_MS = 40
const LEAST_MS = 20

/**
 * How long nothing is collected on demand after a pause of `pauseMs`.
 *
 * Requests that come during a pause wait for its end. Short ones disturb little and may follow each other closely
 * as long as the loop has time to spare; the longer they are, the longer the rest in proportion.
 */
export function restMs(pauseMs: number, saturated: boolean): number {
  if (saturated) return Math.max(LEAST_SATURATED_MS, SATURATED_FACTOR * pauseMs)
  const factor = Math.min(SATURATED_FACTOR, Math.max(1, pauseMs / SHORT_PAUSE_MS))
  return Math.max(LEAST_MS, factor * pauseMs)
}

import { type Clock, LONGEST_TIMER_MS } from '../clock.js'

/**
 * The clock of this process: `performance.now()` and timers that are unref'd.
 *
 * The globals are looked up at each call, so that a test's fake timers and spies still work.
 */
export const nodeClock: Clock = {
  now: () => performance.now(),
  schedule(callback, delayMs) {
    const timer = setTimeout(callback, Math.min(delayMs, LONGEST_TIMER_MS))
    // Bun and Deno return handles without unref in some modes; a browser-like number has none either.
    timer.unref?.()
    return { close: () => clearTimeout(timer) }
  },
}

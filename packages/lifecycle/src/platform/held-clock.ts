import type { Clock } from '@plimsoll/core'

/** A clock whose timers keep the process alive: with all workers dead nothing else holds a primary until the next start. */
export const heldClock: Clock = {
  now: () => performance.now(),
  schedule(callback, delayMs) {
    const timer = setTimeout(callback, delayMs)
    return { close: () => clearTimeout(timer) }
  },
}

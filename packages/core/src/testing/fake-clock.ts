import type { Clock } from '../clock.js'

/** A clock that stands still until a test moves it. */
export interface FakeClock extends Clock {
  /** Timers that are scheduled and not closed. */
  readonly pending: number
  /** Lets time pass: timers fire in order, each at its own time. */
  advance(ms: number): void
  /** Lets time pass with the event loop blocked: nothing fires until the next `advance`, and then late. */
  block(ms: number): void
}

interface Timer {
  readonly callback: () => void
  readonly dueMs: number
}

/** Makes a clock for tests; starts at `startMs`. */
export function createFakeClock(startMs = 0): FakeClock {
  let nowMs = startMs
  const timers = new Set<Timer>()

  function nextDue(untilMs: number): Timer | undefined {
    let next: Timer | undefined
    for (const timer of timers) {
      // Equal times fire in the order in which they were scheduled, as in Node.
      if (timer.dueMs <= untilMs && (next === undefined || timer.dueMs < next.dueMs)) next = timer
    }
    return next
  }

  return {
    now: () => nowMs,
    schedule(callback, delayMs) {
      const timer: Timer = { callback, dueMs: nowMs + delayMs }
      timers.add(timer)
      return { close: () => void timers.delete(timer) }
    },
    get pending() {
      return timers.size
    },
    advance(ms) {
      const untilMs = nowMs + ms
      for (let timer = nextDue(untilMs); timer !== undefined; timer = nextDue(untilMs)) {
        timers.delete(timer)
        nowMs = Math.max(nowMs, timer.dueMs)
        timer.callback()
      }
      // A callback that blocked may have gone beyond.
      nowMs = Math.max(nowMs, untilMs)
    },
    block(ms) {
      nowMs += ms
    },
  }
}

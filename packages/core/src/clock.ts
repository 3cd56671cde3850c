/**
 * Time as the suite sees it: monotonic, and timers that never keep the process alive.
 *
 * The wall clock has no place here: it jumps (NTP, a resumed machine), and a guard that believes it sheds
 * everything until it has caught up.
 */
export interface Clock {
  /** Milliseconds since an arbitrary start; never goes back. */
  now(): number
  /** Calls `callback` once after `delayMs`, or {@link LONGEST_TIMER_MS}; the handle's `close()` cancels it. */
  schedule(callback: () => void, delayMs: number): { close(): void }
}

/** 24.8 days. Node's timers fire at once when they are given more. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1

/** Full collections that were asked for, and what they cost. */
export interface Pauses {
  readonly collections: number
  readonly pausedMs: number
  readonly longestPauseMs: number
}

export const NO_PAUSES: Pauses = { collections: 0, pausedMs: 0, longestPauseMs: 0 }

export function addPauses(one: Pauses, other: Pauses): Pauses {
  return {
    collections: one.collections + other.collections,
    pausedMs: one.pausedMs + other.pausedMs,
    longestPauseMs: Math.max(one.longestPauseMs, other.longestPauseMs),
  }
}

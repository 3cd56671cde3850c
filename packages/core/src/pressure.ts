export const PRESSURE_LEVELS = ['normal', 'elevated', 'critical'] as const
export type PressureLevel = (typeof PRESSURE_LEVELS)[number]

export const SIGNAL_NAMES = [
  'container',
  'rss',
  'heap-live',
  'host',
  'gc-time',
  'loop-delay',
  'memory-stall',
] as const
export type SignalName = (typeof SIGNAL_NAMES)[number]

/** How near the process is to a limit, and which one. */
export interface Pressure {
  readonly level: PressureLevel
  /** The ratio of the signal to blame, 0 when there is none. */
  readonly ratio: number
  /** The signal that is nearest to its limit; `throttled` when a CPU quota made the loop late. */
  readonly signal: SignalName | 'throttled' | 'none'
  /** When this level was entered, on the monotonic clock. */
  readonly sinceMs: number
}

import type { SignalName } from './pressure.js'
import type { Sample } from './sample.js'
import type { SignalState } from './signals/signal.js'

/** A process that falls idle is looked at this much more rarely, and twice as rarely each time it still is. */
const IDLE_FACTOR = 5
const IDLE_FACTOR_AT_MOST = 15
const IDLE_UTILIZATION_RATIO = 0.02
const IDLE_RATIO = 0.6
const BUSY_UTILIZATION_RATIO = 0.7
const BUSY_FACTOR = 0.2
/** Below the first ratio a sample an interval is enough; at the second the fastest cadence is reached. */
const CALM_RATIO = 0.6
const NEAR_RATIO = 0.8
const MEMORY: readonly SignalName[] = ['container', 'rss', 'heap-live', 'host']

/**
 * Milliseconds until the next sample: rarely when idle, often near a limit, in between in proportion.
 *
 * `previousMs` is the interval that has just passed.
 */
export function nextIntervalMs(
  sample: Sample,
  signals: ReadonlyMap<SignalName, SignalState>,
  options: { readonly intervalMs: number; readonly minIntervalMs: number },
  previousMs: number,
): number {
  const { intervalMs, minIntervalMs } = options
  const ratio = Math.max(0, ...MEMORY.map((name) => signals.get(name)?.ratio ?? 0))
  const utilization = sample.eventLoopUtilizationRatio
  if (ratio < IDLE_RATIO && utilization < IDLE_UTILIZATION_RATIO) {
    if (previousMs < intervalMs * IDLE_FACTOR) return intervalMs * IDLE_FACTOR
    return Math.min(intervalMs * IDLE_FACTOR_AT_MOST, previousMs * 2)
  }
  const near = Math.min(1, Math.max(0, (ratio - CALM_RATIO) / (NEAR_RATIO - CALM_RATIO)))
  const byMemory = intervalMs - near * (intervalMs - minIntervalMs)
  const byLoop = utilization >= BUSY_UTILIZATION_RATIO ? intervalMs * BUSY_FACTOR : intervalMs
  return Math.max(minIntervalMs, Math.min(byMemory, byLoop))
}

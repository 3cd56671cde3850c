import type { Reading } from '../reading.js'

/**
 * Reads how busy the event loop was since the reading before; 0.04 µs. Since process start it would be a
 * lifetime average that hides both a burst and its end.
 *
 * The delay of the loop is the sampler's to judge: its own timer tells, where a histogram would cost half a
 * percent of a core.
 */
export function eventLoopReading(): Reading {
  let before = performance.eventLoopUtilization?.()
  return {
    source: 'event-loop',
    read(draft) {
      if (before === undefined) {
        draft.eventLoopUtilizationRatio = 0
        return
      }
      const now = performance.eventLoopUtilization()
      const { utilization } = performance.eventLoopUtilization(now, before)
      before = now
      // Two readings within one turn of the loop have no time between them.
      draft.eventLoopUtilizationRatio = Number.isFinite(utilization)
        ? Math.min(1, Math.max(0, utilization))
        : 0
    },
    close() {},
  }
}

import type { Pressure, PressureLevel } from '@plimsoll/core'

/** What a handler sees as `req.memory` or `ctx.memory`. */
export interface MemoryView {
  readonly pressure: PressureLevel
  readonly isCritical: boolean
  /** The ratio of the signal that is nearest to its limit. */
  readonly ratio: number
  readonly signal: Pressure['signal']
}

export function memoryViewOf(pressure: Pressure): MemoryView {
  const { level, ratio, signal } = pressure
  return Object.freeze({ pressure: level, isCritical: level === 'critical', ratio, signal })
}

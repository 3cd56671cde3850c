import { percentText, type Sampler } from '@plimsoll/core'
import type { ReasonSource } from './reason-source.js'

/** Tells that memory is short right now. The pressure has passed its hysteresis already. */
export function memoryCritical(sampler: Pick<Sampler, 'pressure'>): ReasonSource {
  return () => {
    const { level, signal, ratio } = sampler.pressure
    if (level !== 'critical') return undefined
    return {
      status: 'degraded',
      code: 'memory-critical',
      message: `Pressure is critical: ${signal} is at ${percentText(ratio)} of its limit`,
    }
  }
}

import type { Sampler } from '@plimsoll/core'
import type { ReasonSource } from './reason-source.js'

/** Tells that a reading has failed three times in a row: what depends on it protects nobody. */
export function samplerFailing(sampler: Pick<Sampler, 'stats'>): ReasonSource {
  return () => {
    const { failing } = sampler.stats
    if (failing.length === 0) return undefined
    return {
      status: 'degraded',
      code: 'sampler-failing',
      message: `These readings fail, and nothing is shed because of them: ${failing.join(', ')}`,
    }
  }
}

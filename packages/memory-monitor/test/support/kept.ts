import type { Generations } from '@plimsoll/heap/profile'
import { generationsOf } from './sites.js'

export interface Kept {
  readonly epochBytes: readonly number[]
  readonly samples?: number
  readonly lateOverEarly?: number
}

/** One place that keeps what it allocates, so much of each epoch of a hundred requests. */
export function kept({ epochBytes, samples = 400, lateOverEarly = 1 }: Kept): Generations {
  const { sites, ...rest } = generationsOf({ bytes: 100_000 })
  return {
    ...rest,
    sites: sites.map((site) => ({
      ...site,
      epochBytes,
      survival: {
        ...{ ...site.survival, survivingSamples: samples, lateOverEarlyRatio: lateOverEarly },
        ...{ bytesPerRequest: 100, bytesPerSecond: 10_000 },
      },
    })),
  }
}

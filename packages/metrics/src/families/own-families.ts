import { internalErrors } from '@plimsoll/core'
import type { GcHistogram } from '../histogram/gc-histogram.js'
import type { RequestHistogram } from '../histogram/request-histogram.js'
import type { MetricsDependencies } from '../metrics.js'
import type { ResolvedMetricsOptions } from '../metrics-options.js'
import type { ProcessReadings } from '../platform/process-readings.js'
import { counter, type FamilyReader } from './family-reader.js'
import { nodeFamilies } from './node-families.js'
import { pressureFamilies } from './pressure-families.js'
import { processFamilies } from './process-families.js'

/** Counters of the metrics part itself. */
export interface ScrapeCounts {
  /** Metrics that were left out of a scrape because they threw or did not answer. */
  failures: number
}

/** The metrics that are not on the board. */
export interface OwnFamilies {
  /** Under our own prefix: nobody else registers these. */
  readonly plimsoll: readonly FamilyReader[]
  /** Under names that an application may want for itself. */
  readonly common: readonly FamilyReader[]
}

export function ownFamilies(
  options: ResolvedMetricsOptions,
  sampler: MetricsDependencies['sampler'],
  readings: ProcessReadings,
  gc: GcHistogram,
  requests: RequestHistogram | undefined,
  counts: ScrapeCounts,
): OwnFamilies {
  const runtime = [...processFamilies(sampler, readings), ...nodeFamilies(sampler, readings), gc]
  return {
    plimsoll: [
      ...pressureFamilies(sampler),
      counter(
        'plimsoll_internal_errors_total',
        'Failures inside the suite and of callbacks that it was given; none of them reached a request.',
        () => internalErrors().count,
      ),
      {
        name: 'plimsoll_series_dropped_total',
        help: 'Observations counted under other series because a cap on labels was reached.',
        type: 'counter',
        addsUp: true,
        read: () => [{ value: requests?.dropped ?? 0 }],
      },
      {
        name: 'plimsoll_scrape_failures_total',
        help: 'Metrics left out of a scrape because they threw or did not answer in time.',
        type: 'counter',
        addsUp: true,
        read: () => [{ value: counts.failures }],
      },
    ],
    common: [...(options.runtimeMetrics ? runtime : []), ...(requests === undefined ? [] : [requests])],
  }
}

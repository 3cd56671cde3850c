import {
  boolean,
  custom,
  endpointPath,
  having,
  milliseconds,
  number,
  outOfRange,
  resolveOptions,
  wrongType,
} from '@plimsoll/core'
import type { RequestHistogramLimits } from './histogram/request-histogram.js'
import type { MetricsRegistry } from './registry/metrics-registry.js'

/** How request durations are counted. */
export interface RequestDurationOptions {
  /**
   * Upper bounds of the buckets in seconds, rising. Each costs one line per series in every scrape.
   * @default [0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10]
   */
  readonly buckets?: readonly number[]
  /**
   * Routes that get series of their own; later ones are counted as `other`.
   * @default 200
   */
  readonly maxRoutes?: number
}

/** What may be said about metrics. */
export interface MetricsOptions {
  /**
   * Where metrics are served; `false` answers every request that reaches the middleware.
   * @default '/metrics'
   */
  readonly path?: string | false
  /**
   * A registry of `prom-client` or `@prometheus-io/client` that ours are added to. Names that are taken are
   * left alone. `nodejs_*`, `process_*` and the request durations are added with the first request, so that
   * your own set-up has the first choice.
   * @default a registry of our own
   */
  readonly registry?: MetricsRegistry
  /**
   * Counts `http_request_duration_seconds{method,route,status_code}`. Costs about 30 ns a request.
   * @default true
   */
  readonly requestDuration?: boolean | RequestDurationOptions
  /**
   * Serves the usual `nodejs_*` and `process_*` metrics.
   * @default true
   */
  readonly runtimeMetrics?: boolean
  /**
   * Milliseconds that a scrape waits for metrics of the application that are collected asynchronously. What
   * is not there by then is left out.
   * @default 5000
   */
  readonly scrapeTimeoutMs?: number
}

export type ResolvedMetricsOptions = ReturnType<typeof resolveMetricsOptions>

const REGISTRY_METHODS = [
  'metrics',
  'registerMetric',
  'getSingleMetric',
  'removeSingleMetric',
  'getMetricsAsArray',
  'getMetricsAsJSON',
]

const DEFAULT_BUCKETS: readonly number[] = [0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10]
const BUCKETS = 'an array of 1 to 50 rising numbers above 0'

const buckets = custom((value, option): readonly number[] => {
  if (value === undefined) return DEFAULT_BUCKETS
  if (!Array.isArray(value)) throw wrongType(option, BUCKETS, value)
  const bounds: unknown[] = [...value]
  if (bounds.length === 0 || bounds.length > 50) throw outOfRange(option, BUCKETS, value)
  bounds.forEach((each, index) => {
    const above = index === 0 ? 0 : (bounds[index - 1] as number)
    if (typeof each === 'number' && Number.isFinite(each) && each > above) return
    throw outOfRange(`${option}[${index}]`, `a number above ${above}`, each)
  })
  return Object.freeze(bounds as number[])
})

const requestDuration = custom((value, option): RequestHistogramLimits | false => {
  if (value === false) return false
  if (value !== undefined && value !== true && typeof value !== 'object') {
    throw wrongType(option, 'true, false or an object', value)
  }
  return resolveOptions(option, value === true ? undefined : value, {
    buckets,
    maxRoutes: number(200, {
      min: 1,
      max: 1000,
      integer: true,
      expectation: 'a whole number from 1 to 1000',
    }),
  })
})

/** Checks and completes the options of metrics. Throws a `PlimsollError` that names the option. */
export function resolveMetricsOptions(options?: MetricsOptions) {
  return resolveOptions('metrics', options, {
    path: endpointPath('/metrics'),
    registry: having<MetricsRegistry>(...REGISTRY_METHODS),
    requestDuration,
    runtimeMetrics: boolean(true),
    scrapeTimeoutMs: milliseconds(5000, 1),
  })
}

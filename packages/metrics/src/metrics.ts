import type { Board, Clock, Closeable, Logger, OnError, Sampler } from '@plimsoll/core'
import type { Registry } from 'prom-client'
import type { RequestHistogram } from './histogram/request-histogram.js'
import type { ResolvedMetricsOptions } from './metrics-options.js'
import type { ProcessReadings } from './platform/process-readings.js'

/** What a scraper is given. */
export interface Scrape {
  readonly contentType: string
  readonly text: string
}

/** Anything that can be scraped: one process, or a cluster. */
export interface Scrapeable {
  /** Never rejects because of a metric: one that fails is left out. Floods are answered from a cache. */
  scrape(): Promise<Scrape>
}

/** The metrics of this process. */
export interface Metrics extends Scrapeable, Closeable {
  readonly options: ResolvedMetricsOptions
  /** Where ours are registered: your registry, or our own, which takes metrics of yours as well. */
  readonly registry: Registry
  /** Counts requests; `undefined` with `requestDuration: false`. */
  readonly requests: Pick<RequestHistogram, 'observe'> | undefined
  /** Listens to the sampler and registers what the board has. Costs nothing while idle. */
  start(): void
}

/** What metrics are told from outside. */
export interface MetricsDependencies {
  readonly sampler: Pick<Sampler, 'latest' | 'signals' | 'stats' | 'onGc' | 'onSample'>
  readonly clock: Clock
  /** @default the board of this process */
  readonly board?: Board
  /** Is warned once when names are taken. @default nobody */
  readonly logger?: Pick<Logger, 'warn'>
  /** Is told of metrics that throw. @default counted only */
  readonly onError?: OnError
  /** @default the readings of this process */
  readonly processReadings?: ProcessReadings
}

export { type ClusterMetrics, type ClusterMetricsOptions, clusterMetrics } from './cluster/cluster-metrics.js'
export type { PrimaryPort } from './cluster/cluster-port.js'
export { createMetrics } from './create-metrics.js'
export type { Metrics, MetricsDependencies, Scrape, Scrapeable } from './metrics.js'
export {
  type MetricsOptions,
  type RequestDurationOptions,
  type ResolvedMetricsOptions,
  resolveMetricsOptions,
} from './metrics-options.js'
export type { ProcessReadings } from './platform/process-readings.js'
export type { MetricsRegistry } from './registry/metrics-registry.js'

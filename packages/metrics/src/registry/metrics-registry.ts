/**
 * A registry of `prom-client` or of `@prometheus-io/client`: what both have in common and is used here.
 *
 * Described by its shape, because the two packages do not know each other's classes.
 */
export interface MetricsRegistry {
  readonly contentType: string
  metrics(): Promise<string>
  registerMetric(metric: never): void
  getSingleMetric(name: string): unknown
  removeSingleMetric(name: string): void
  getMetricsAsArray(): readonly unknown[]
  getMetricsAsJSON(): Promise<readonly unknown[]>
}

/** One line of a metric, in the words of both clients. */
export interface RegistryValue {
  readonly value: number
  readonly labels: Readonly<Record<string, string | number>>
  readonly metricName?: string
  /** Labels that are formatted once for each object and then remembered by the client. */
  readonly sharedLabels?: Readonly<Record<string, string | number>>
}

/** What `get()` of a metric returns to its registry. */
export interface RegistryMetric {
  readonly name: string
  readonly help: string
  readonly type: string
  readonly aggregator: 'sum' | 'max' | 'first'
  readonly values: RegistryValue[]
}

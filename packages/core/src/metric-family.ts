/** One labelled value of a metric. */
export interface MetricPoint {
  readonly labels?: Readonly<Record<string, string | number>>
  readonly value: number
  /** Set for the parts of a histogram: `…_bucket`, `…_sum`, `…_count`. */
  readonly name?: string
}

/** A Prometheus metric as a part reports it: read when it is scraped, never reset. */
export interface MetricFamily {
  /** Full name in Prometheus' text format: counters end in `_total`. */
  readonly name: string
  readonly help: string
  readonly type: 'counter' | 'gauge' | 'histogram'
  readonly labelNames?: readonly string[]
  readonly points: readonly MetricPoint[]
}

/** The figures of a confirmed leak, for those who may see details. */
export interface LeakSummary {
  /** `heap`, `external`, `native`, `handles`, `descriptors` or `listeners`. */
  readonly kind: string
  /** Growth in bytes, or in items for kinds that are counted. */
  readonly perSecond?: number
  readonly secondsToLimit?: number
  /** The place in the code that is most likely to blame. */
  readonly suspect?: string
}

/** One thing that is not as it should be. */
export interface HealthReport {
  readonly status: 'degraded' | 'needs-restart' | 'draining'
  /** Stable, for machines: `memory-critical`, `sampler-failing`, … */
  readonly code: string
  /** One sentence for the person who is paged. */
  readonly message: string
  /** Comes with the code `leak-confirmed`. */
  readonly leak?: LeakSummary
}

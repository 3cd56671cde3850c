/** What requests of one route opened and left open, by what and from where. */
export interface OutstandingReport {
  readonly kind: 'timer' | 'listener' | 'descriptor' | 'socket' | 'child-process' | 'worker'
  /** Template of the route, or `unmatched`. */
  readonly route: string
  readonly count: number
  readonly site?: {
    readonly functionName: string
    readonly file: string
    readonly line: number
    readonly column: number
  }
  readonly stack?: readonly string[]
  /** Package whose code opened it, when that is none of the application's own. */
  readonly package?: string
}

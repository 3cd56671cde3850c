import type { Closeable } from '@plimsoll/core'

/** What a handler can leave open. */
export type OutstandingKind = 'timer' | 'listener' | 'descriptor' | 'socket' | 'child-process' | 'worker'

/** The place in the code that opened something: through source maps where there are any. */
export interface OutstandingSite {
  readonly functionName: string
  readonly file: string
  readonly line: number
  readonly column: number
}

/** What requests of one route opened and left open, by what and from where. */
export interface Outstanding {
  readonly kind: OutstandingKind
  /** Template of the route, or `unmatched`. */
  readonly route: string
  readonly count: number
  /** Milliseconds since the response of the oldest ended. */
  readonly oldestMs: number
  /** Known unless all that is outstanding was opened before places of that kind were looked for. */
  readonly site?: OutstandingSite
  readonly stack?: readonly string[]
  /** Package whose code opened it, when that is none of the application's own. */
  readonly package?: string
}

/** What one request has opened, as the observer keeps it. Nobody else looks inside. */
export interface RequestTrace {
  /** Whether its response has ended. */
  readonly hasEnded: boolean
}

/**
 * Watches what handlers open without a scope.
 *
 * The request that is being served is the store of core's `requestContext()`; its `trace` is what `begin()`
 * returned for it, and its `req` and `res` are the request and what answers it.
 */
export interface Observer extends Closeable {
  /** Installs the wrappers; `close()` removes them. */
  start(): void
  /** Begins to watch a request, or `undefined` when this one is not in the sample. */
  begin(): RequestTrace | undefined
  /** The response has ended: what is still alive is kept, weakly, and looked at again after the grace time. */
  end(trace: RequestTrace, route: string | undefined): void
  outstanding(): readonly Outstanding[]
  onOutstanding(listener: (found: Outstanding) => void): Closeable
}

import type { Clock, Closeable, Logger, MetricFamily, OnError } from '@plimsoll/core'
import type { Observer, Outstanding } from './observe/observer.js'
import type { OverdueRequest, OverdueRequests } from './overdue-requests.js'
import type { Files } from './platform/files.js'
import type { Timers } from './platform/timers.js'
import type { RequestScope } from './scope/resource-scope.js'
import type { ResolvedResourceTrackerOptions } from './tracker-options.js'
import type { TrackerStats } from './tracker-stats.js'

/** Where the outside world enters a tracker. */
export interface ResourceTrackerPorts {
  readonly clock?: Clock
  readonly timers?: Timers
  readonly files?: Files
  readonly logger?: Logger
  readonly onError: OnError
}

/** Makes the scopes of requests, and tells what they held and what outlived them. */
export interface ResourceTracker extends Closeable {
  readonly options: ResolvedResourceTrackerOptions
  readonly stats: TrackerStats
  readonly metrics: readonly MetricFamily[]
  /** Installs what watches handlers, if `observe` was asked for. `close()` removes it; open scopes work on. */
  start(): void
  /** Makes the scope of a request. Whoever does has to call `end()` when its response has ended. */
  open(): RequestScope
  /** Opened without a scope, still alive, and growing: by kind, route and place. Empty without `observe`. */
  outstanding(): readonly Outstanding[]
  /** Calls `listener` for each group of outstanding resources when it is first found. */
  onOutstanding(listener: (found: Outstanding) => void): Closeable
  /** Requests without an answer for `overdueMs`, oldest first. Empty unless that is set. */
  overdue(): readonly OverdueRequest[]
  /** For whoever knows when requests begin and end. */
  readonly observer: Observer | undefined
  readonly requests: OverdueRequests
}

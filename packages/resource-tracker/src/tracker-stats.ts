import type { ResourceKind } from './scope/resource-kind.js'

type ByKind = Readonly<Record<ResourceKind, number>>

/** Counters since the tracker was made, and what is held now. */
export interface TrackerStats {
  /** In the scopes of requests that are open. */
  readonly tracked: ByKind
  /** Disposed of when their request had ended. */
  readonly disposed: ByKind
  /** Disposers that threw, rejected or took too long. */
  readonly failures: ByKind
  /** Given to a scope after its end, and disposed of at once. */
  readonly late: number
  /** Given to a scope, and nothing that can be disposed of. */
  readonly misused: number
  /** Beyond `maxResources` of their request, and not tracked. */
  readonly overflow: number
  /** Requests whose resources were disposed of after `timeoutMs`. */
  readonly timedOut: number
}

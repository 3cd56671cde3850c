import type { ResourceKind } from './resource-kind.js'

type ByKind = Record<ResourceKind, number>

const none = (): ByKind => ({
  timer: 0,
  listener: 0,
  descriptor: 0,
  stream: 0,
  disposable: 0,
  adopted: 0,
  deferred: 0,
})

/** What the scopes of one tracker count. */
export class ScopeCounters {
  /** In open scopes now. */
  readonly tracked = none()
  readonly disposed = none()
  readonly failures = none()
  late = 0
  misused = 0
  overflow = 0
}

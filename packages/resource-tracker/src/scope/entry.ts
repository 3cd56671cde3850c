import type { EntryList } from './entry-list.js'
import type { Hold } from './hold.js'
import type { ListenerCensus } from './listener-census.js'
import type { ResourceKind } from './resource-kind.js'

/** One resource in a scope, a link of its list. */
export abstract class Entry {
  abstract readonly kind: ResourceKind
  /** By what it is found when the same is added again; `undefined` when each adding counts. */
  readonly key: unknown
  /** Set where another scope may hold the same: then the last one disposes of it. */
  readonly hold: Hold | undefined
  list: EntryList | undefined
  older: Entry | undefined
  newer: Entry | undefined

  constructor(key: unknown, hold: Hold | undefined) {
    this.key = key
    this.hold = hold
  }

  /** Closes the resource. May throw, and may return a promise. */
  abstract dispose(): unknown

  /** Whether somebody else has closed it, as far as it can be asked. */
  isGone(_census: ListenerCensus): boolean {
    return false
  }

  /** Whether this failure to dispose of it only says that somebody else has. */
  forgives(_error: unknown): boolean {
    return false
  }

  /** It is in no list any more, whatever the reason. */
  left(): void {}

  /** The resource has ended by itself. */
  drop(): void {
    this.list?.remove(this)
  }
}

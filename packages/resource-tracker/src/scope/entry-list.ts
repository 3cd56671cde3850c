import type { Entry } from './entry.js'
import { ListenerCensus } from './listener-census.js'
import type { ScopeCounters } from './scope-counters.js'

/** Few entries are looked through faster than a map is kept. */
const MAP_FROM = 16
/** So many listeners are read through for each entry, whoever has registered them. */
const LISTENERS_EACH = 16

/** The entries of one scope, oldest first: added, found and taken out in constant time. */
export class EntryList {
  readonly #counters: ScopeCounters
  #newest: Entry | undefined
  /** Made when somebody looks for something. */
  #byKey: Map<unknown, Entry> | undefined
  size = 0

  constructor(counters: ScopeCounters) {
    this.#counters = counters
  }

  push(entry: Entry): void {
    entry.list = this
    entry.older = this.#newest
    if (this.#newest !== undefined) this.#newest.newer = entry
    this.#newest = entry
    this.size += 1
    if (entry.key !== undefined) this.#byKey?.set(entry.key, entry)
    if (entry.hold !== undefined) entry.hold.count += 1
    this.#counters.tracked[entry.kind] += 1
  }

  find(key: unknown): Entry | undefined {
    if (this.#byKey === undefined && this.size >= MAP_FROM) {
      this.#byKey = new Map()
      for (let entry = this.#newest; entry !== undefined; entry = entry.older) {
        if (entry.key !== undefined) this.#byKey.set(entry.key, entry)
      }
    }
    if (this.#byKey !== undefined) return this.#byKey.get(key)
    return this.findNewest((entry) => entry.key === key)
  }

  /** The newest entry that matches; looks through all of them. */
  findNewest(matches: (entry: Entry) => boolean): Entry | undefined {
    for (let entry = this.#newest; entry !== undefined; entry = entry.older) {
      if (matches(entry)) return entry
    }
    return undefined
  }

  forEach(visit: (entry: Entry) => void): void {
    for (let entry = this.#newest; entry !== undefined; entry = entry.older) visit(entry)
  }

  /** Takes an entry out; `true` when no other scope holds what it stands for. */
  remove(entry: Entry): boolean {
    if (entry.list !== this) return false
    const { hold } = entry
    this.#unlink(entry)
    if (entry.key !== undefined) this.#byKey?.delete(entry.key)
    this.#counters.tracked[entry.kind] -= 1
    entry.left()
    if (hold === undefined) return true
    hold.count -= 1
    return hold.count <= 0
  }

  /** Takes out the newest entry that this scope alone holds; those that others hold stay with them. */
  take(): Entry | undefined {
    // Nobody looks for anything any more.
    this.#byKey = undefined
    for (let entry = this.#newest; entry !== undefined; entry = this.#newest) {
      if (this.remove(entry)) return entry
    }
    return undefined
  }

  /** Moves all that match to a list of their own, in the same order. */
  split(matches: (entry: Entry) => boolean): EntryList {
    // Nobody looks for anything any more.
    this.#byKey = undefined
    const apart = new EntryList(this.#counters)
    let oldest: Entry | undefined
    for (let entry = this.#newest; entry !== undefined; ) {
      const { older }: Entry = entry
      if (matches(entry)) {
        this.#unlink(entry)
        apart.#linkBelow(oldest, entry)
        oldest = entry
      }
      entry = older
    }
    return apart
  }

  #unlink(entry: Entry): void {
    const { older, newer } = entry
    if (older !== undefined) older.newer = newer
    if (newer === undefined) this.#newest = older
    else newer.older = older
    entry.list = undefined
    entry.older = undefined
    entry.newer = undefined
    this.size -= 1
  }

  #linkBelow(newer: Entry | undefined, entry: Entry): void {
    entry.list = this
    entry.newer = newer
    if (newer === undefined) this.#newest = entry
    else newer.older = entry
    this.size += 1
  }

  /** Takes out what somebody else has closed. */
  sweep(): void {
    const census = new ListenerCensus(LISTENERS_EACH * this.size)
    for (let entry = this.#newest; entry !== undefined; ) {
      const { older }: Entry = entry
      if (isGone(entry, census)) this.remove(entry)
      entry = older
    }
  }
}

/** What is asked is the application's: it may be a proxy, or throw. */
function isGone(entry: Entry, census: ListenerCensus): boolean {
  try {
    return entry.isGone(census)
  } catch {
    return false
  }
}

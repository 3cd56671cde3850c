import { PlimsollError } from '@plimsoll/core'
import { disposeAll, disposeOne } from './disposal.js'
import type { Entry } from './entry.js'
import { EntryList } from './entry-list.js'
import { isHeld } from './hold.js'
import type { ScopeHost } from './scope-host.js'

/** Below so many nothing is swept. */
const FIRST_SWEEP = 64

/** What one scope holds, until it is disposed of or handed over. */
export class Holding {
  readonly host: ScopeHost
  #entries: EntryList | undefined
  #sweepAt = FIRST_SWEEP
  #toldFull = false

  constructor(host: ScopeHost, entries = new EntryList(host.counters)) {
    this.host = host
    this.#entries = entries
  }

  get disposed(): boolean {
    return this.#entries === undefined
  }

  /**
   * Takes in the entry that `make` returns, unless the same is held already. Whatever is wrong with what the
   * application gave is counted and reported, and never thrown.
   */
  track(call: string, expected: string, key: unknown, make: () => Entry | undefined): void {
    try {
      if (this.#holds(key)) return
      const entry = make()
      if (entry === undefined) this.misused(call, expected)
      else this.own(entry)
    } catch (error) {
      this.misused(call, expected, error)
    }
  }

  /** Whether something is what a call expects. If not, that is counted and reported, and never thrown. */
  expects(call: string, expected: string, isIt: () => boolean): boolean {
    try {
      if (isIt()) return true
      this.misused(call, expected)
    } catch (error) {
      this.misused(call, expected, error)
    }
    return false
  }

  /** Takes a resource in. After the end it is disposed of at once. */
  own(entry: Entry): void {
    if (this.#entries === undefined) this.#tooLate(entry)
    else if (this.#entries.size >= this.host.maxResources) this.#full(entry)
    else {
      this.#entries.push(entry)
      if (this.#entries.size >= this.#sweepAt) this.#sweep(this.#entries)
    }
  }

  /** Lets go of a resource without disposing of it; `false` when it is not held. */
  disown(key: unknown): boolean {
    // Entries that are not looked for have none.
    const entry = key === undefined ? undefined : this.#entries?.find(key)
    entry?.drop()
    return entry !== undefined
  }

  /** Lets go of the newest entry that matches. */
  disownFirst(matches: (entry: Entry) => boolean): boolean {
    const entry = this.#entries?.findNewest(matches)
    entry?.drop()
    return entry !== undefined
  }

  /** Counts and reports what cannot be disposed of. */
  misused(call: string, expected: string, cause?: unknown): void {
    this.host.counters.misused += 1
    const message = `Expected \`resources.${call}\` to be given ${expected}`
    this.host.onError(new PlimsollError('ERR_PLIMSOLL_RESOURCE', message, { cause }))
  }

  /** Disposes of everything; `undefined` when that is done at once. Never throws, never rejects. */
  dispose(): Promise<void> | undefined {
    const entries = this.handOver()
    return entries && disposeAll(entries, this.host)
  }

  /** Gives everything to somebody else, and holds nothing more. */
  handOver(): EntryList | undefined {
    const entries = this.#entries
    this.#entries = undefined
    return entries
  }

  #holds(key: unknown): boolean {
    if (key === undefined || this.#entries === undefined) return false
    // What no scope holds need not be looked for here; but the timers that were made here nobody counts.
    const isObject = (typeof key === 'object' && key !== null) || typeof key === 'function'
    if (isObject && !isHeld(key) && !this.host.timers.isTimer(key)) return false
    return this.#entries.find(key) !== undefined
  }

  #tooLate(entry: Entry): void {
    this.host.counters.late += 1
    entry.left()
    // Who holds the same in another scope still needs it.
    if (entry.hold === undefined || entry.hold.count <= 0) void disposeOne(entry, this.host)
  }

  #full(entry: Entry): void {
    this.host.counters.overflow += 1
    entry.left()
    if (this.#toldFull) return
    this.#toldFull = true
    this.host.onError(
      new PlimsollError(
        'ERR_PLIMSOLL_RESOURCE_LIMIT',
        `A request has opened more than \`resources.maxResources\` (${this.host.maxResources}); the rest is not tracked`,
      ),
    )
  }

  /** What ended unheard goes once the number has doubled: a request of hours stays small, adding stays cheap. */
  #sweep(list: EntryList): void {
    list.sweep()
    this.#sweepAt = Math.max(FIRST_SWEEP, 2 * list.size)
  }
}

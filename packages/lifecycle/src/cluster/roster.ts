import { Listeners, type OnError } from '@plimsoll/core'
import type { Member } from './cluster-port.js'

/** What a worker is at. */
export type WorkerState =
  | { readonly name: 'starting' | 'ready' | 'retiring' }
  | { readonly name: 'gone'; readonly how: string; readonly failed: boolean }

/** One worker, from its start to its exit. */
export interface Entry {
  readonly member: Member
  readonly startedAtMs: number
  state: WorkerState
  /** It has said hello: it drains when it is told to. */
  knowsProtocol: boolean
  /** Its channel has closed without anybody having asked for it: it is dying, or as good as dead. */
  lost: boolean
  /** Why it is to be replaced; `undefined` when it is not. */
  restartReason: string | undefined
  /** Milliseconds that it says a drain of its may take, when it starts. */
  ownTimeoutMs: number | undefined
  /** The same, once it has begun. */
  withinMs: number | undefined
}

/** Who is in the cluster, and at what. */
export class Roster {
  readonly #entries = new Map<number, Entry>()
  readonly #changes: Listeners<void>
  readonly #now: () => number

  constructor(now: () => number, onError: OnError) {
    this.#now = now
    this.#changes = new Listeners(onError)
  }

  /** Enters a worker; one that is known is returned as it is. */
  enter(member: Member): Entry {
    const known = this.#entries.get(member.id)
    if (known !== undefined) return known
    const entry: Entry = {
      member,
      startedAtMs: this.#now(),
      state: { name: 'starting' },
      knowsProtocol: false,
      lost: false,
      restartReason: undefined,
      ownTimeoutMs: undefined,
      withinMs: undefined,
    }
    this.#entries.set(member.id, entry)
    this.#changes.emit()
    return entry
  }

  get(id: number): Entry | undefined {
    return this.#entries.get(id)
  }

  /** A worker goes on to its next state; never back. */
  move(entry: Entry, name: 'ready' | 'retiring'): void {
    if (entry.state.name === name || entry.state.name === 'gone' || entry.state.name === 'retiring') return
    entry.state = { name }
    this.#changes.emit()
  }

  leave(entry: Entry, how: string, failed: boolean): void {
    if (entry.state.name === 'gone') return
    entry.state = { name: 'gone', how, failed }
    this.#entries.delete(entry.member.id)
    this.#changes.emit()
  }

  /** Who has not exited, the longest running first. */
  get entries(): readonly Entry[] {
    return [...this.#entries.values()]
  }

  /** Who serves, now or soon: all but those that finish. */
  get staying(): readonly Entry[] {
    return this.entries.filter(({ state }) => state.name !== 'retiring')
  }

  /** Who serves now. */
  get ready(): readonly Entry[] {
    return this.entries.filter(({ state }) => state.name === 'ready')
  }

  onChange(listener: () => void) {
    return this.#changes.add(listener)
  }

  /** Tells that something changed which is none of the roster's: whoever waits looks again. */
  touch(): void {
    this.#changes.emit()
  }
}

import type { SnapshotDiff } from '@plimsoll/heap'
import type { IsOurs } from '../naming/rank-sites.js'
import { type Holder, holdersOf } from './holder.js'

/** Compares this thread's heap with itself. */
export interface HolderDiff {
  start(options: { readonly signal: AbortSignal }): Promise<unknown>
  end(options: { readonly clusters: true; readonly signal: AbortSignal }): Promise<SnapshotDiff>
  close(): void
  /** For how long the last snapshot made this thread stand still. */
  readonly pausedMs: number
}

export interface HolderParts {
  readonly heapDiff: () => HolderDiff
  /** How long a snapshot of the heap would pause this thread now, about. */
  readonly snapshotPauseMs: () => number
  readonly isOurs: IsOurs
}

/** Who holds what is new on the heap, or why that is not known, in words. */
export type HoldersFound =
  | { readonly holders: readonly Holder[]; readonly fromMs: number; readonly pausedMs: number }
  | { readonly refusal: string }

/** The second snapshot is of a heap that has grown: a first one without it is a pause for nothing. */
const ROOM_TO_GROW = 0.8

/**
 * Finds out who holds what leaks, by two snapshots: one when a leak is likely, one when it is certain. Where the
 * pause would be too long, or the memory is not there, there is none.
 */
export class HolderSearch {
  readonly #maxPauseMs: number
  readonly #parts: HolderParts
  readonly #ended = new AbortController()
  #fromMs = 0
  /** What a pause comes to for each millisecond that was expected: heaps differ. */
  #factor = 1
  #begun: Promise<HolderDiff> | undefined
  #refusal = 'who allocates was clear, or nothing was likely before it was certain'

  constructor(maxPauseMs: number, parts: HolderParts) {
    this.#maxPauseMs = maxPauseMs
    this.#parts = parts
  }

  /** Remembers what is on the heap now, unless it has done so already. */
  begin(nowMs: number): void {
    if (this.#begun !== undefined || !this.#mayPause(ROOM_TO_GROW * this.#maxPauseMs)) return
    this.#fromMs = nowMs
    const diff = this.#parts.heapDiff()
    const { signal } = this.#ended
    const expectedMs = this.#parts.snapshotPauseMs()
    this.#begun = diff.start({ signal }).then(() => {
      this.#factor = Math.max(1, diff.pausedMs / expectedMs)
      return diff
    })
    // Told by `find()`, if anybody asks.
    this.#begun.catch(() => diff.close())
  }

  /** Whether there is something to compare with, and a second snapshot may be taken. */
  get mayFind(): boolean {
    return this.#begun !== undefined && this.#mayPause()
  }

  /** Why nothing was found. */
  get refusal(): string {
    return this.#refusal
  }

  /** Compares with what is there now. Never rejects. */
  async find(): Promise<HoldersFound> {
    try {
      const diff = await this.#begun
      if (diff === undefined || !this.#mayPause()) return { refusal: this.#refusal }
      const before = diff.pausedMs
      const { clusters, inSequence } = await diff.end({ clusters: true, signal: this.#ended.signal })
      diff.close()
      const holders = holdersOf(clusters ?? [], this.#parts.isOurs)
      if (inSequence) return { holders, fromMs: this.#fromMs, pausedMs: before + diff.pausedMs }
      this.#refusal = 'somebody else has looked at the heap meanwhile'
    } catch (error) {
      this.#refusal = error instanceof Error ? error.message : String(error)
    }
    return { refusal: this.#refusal }
  }

  /** Gives up what is going on. */
  close(): void {
    this.#ended.abort(new Error('it took too long, or the monitor was stopped'))
  }

  #mayPause(maxPauseMs = this.#maxPauseMs): boolean {
    if (maxPauseMs === 0) {
      this.#refusal = 'retainerPaths is false'
      return false
    }
    const pauseMs = this.#factor * this.#parts.snapshotPauseMs()
    if (pauseMs <= maxPauseMs) return true
    this.#refusal = `a snapshot of this heap would pause the process for some ${Math.round(pauseMs)} ms`
    return false
  }
}

import type { GcEvent } from '@plimsoll/core'

/** What node-memwatch tells after each full collection. Sizes in bytes. */
export interface MemwatchStats {
  readonly num_full_gc: number
  /** All other collections: those of the young generation, and steps of incremental ones. */
  readonly num_inc_gc: number
  /** The same as `num_full_gc`: a full collection compacts what is worth it. */
  readonly heap_compactions: number
  /** How far the recent base is above the long-term one, in percent. */
  readonly usage_trend: number
  /** What collections leave, averaged over the last ten or so. */
  readonly estimated_base: number
  /** What this one has left. */
  readonly current_base: number
  /** Least and most that one has left, from the third on; 0 before. */
  readonly min: number
  readonly max: number
}

const RECENT_COLLECTIONS = 10
const ALL_COLLECTIONS = 120
/** The first ones are about start-up. */
const SETTLED_AFTER = 3

/** Counts collections, and averages what they leave over a short and a long stretch. */
export class CollectionTally {
  #full = 0
  #other = 0
  #recent = 0
  #longTerm = 0
  #min = 0
  #max = 0

  /** Returns figures when the collection was a full one. */
  note({ kind, heapUsedBytes }: GcEvent): MemwatchStats | undefined {
    if (kind !== 'major' || heapUsedBytes === undefined) {
      this.#other += 1
      return undefined
    }
    this.#full += 1
    this.#recent = this.#average(this.#recent, heapUsedBytes, RECENT_COLLECTIONS)
    this.#longTerm = this.#average(this.#longTerm, heapUsedBytes, ALL_COLLECTIONS)
    if (this.#full >= SETTLED_AFTER) {
      this.#min = this.#min === 0 ? heapUsedBytes : Math.min(this.#min, heapUsedBytes)
      this.#max = Math.max(this.#max, heapUsedBytes)
    }
    return {
      num_full_gc: this.#full,
      num_inc_gc: this.#other,
      heap_compactions: this.#full,
      usage_trend: Math.round((this.#recent / this.#longTerm - 1) * 1000) / 10,
      estimated_base: Math.round(this.#recent),
      current_base: heapUsedBytes,
      min: this.#min,
      max: this.#max,
    }
  }

  #average(base: number, bytes: number, over: number): number {
    return base + (bytes - base) / Math.min(this.#full, over)
  }
}

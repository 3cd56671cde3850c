import type { GcEvent, Sample } from '@plimsoll/core'

/** What was allocated before, by a program that starts, says nothing of the load. */
const WINDOW_MS = 5000

interface Reading {
  readonly atMs: number
  readonly heapUsedBytes: number
}

/**
 * How fast the program allocates: by how the heap grows from sample to sample where nothing is collected in between,
 * and where that is hardly ever so by scavenges, each of which means that the young generation was full.
 */
export class AllocationRate {
  #collectionsMs: number[] = []
  #readings: Reading[] = []

  note(event: GcEvent): void {
    if (event.kind === 'minor' || event.kind === 'major') this.#collectionsMs.push(event.startMs)
    if (this.#collectionsMs.length > 10_000) this.#collectionsMs.splice(0, 5000)
  }

  noteSample({ atMs, heapUsedBytes }: Sample): void {
    this.#readings.push({ atMs, heapUsedBytes })
    while ((this.#readings[0]?.atMs ?? atMs) < atMs - WINDOW_MS) this.#readings.shift()
  }

  /** Bytes a second over the last seconds; 0 where too little was seen. */
  perSecond(nowMs: number, youngBytes: number): number {
    const fromMs = nowMs - WINDOW_MS
    this.#collectionsMs = this.#collectionsMs.filter((atMs) => atMs > fromMs)
    const quiet = this.#readings
      .slice(1)
      .map((to, index) => this.#between(this.#readings[index] as Reading, to))
    const quietMs = quiet.reduce((sum, { ms }) => sum + ms, 0)
    if (quietMs < WINDOW_MS / 4) return (this.#collectionsMs.length * youngBytes * 1000) / WINDOW_MS
    return (quiet.reduce((sum, { bytes }) => sum + bytes, 0) * 1000) / quietMs
  }

  /** What was allocated between two readings, and in how long; nothing in no time where something was collected. */
  #between(from: Reading, to: Reading): { readonly bytes: number; readonly ms: number } {
    const isQuiet = !this.#collectionsMs.some((atMs) => atMs >= from.atMs && atMs <= to.atMs)
    const bytes = to.heapUsedBytes - from.heapUsedBytes
    return isQuiet && bytes >= 0 ? { bytes, ms: to.atMs - from.atMs } : { bytes: 0, ms: 0 }
  }
}

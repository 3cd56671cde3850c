import type { GcEvent, Sample } from '@plimsoll/core'

/** Told after each full collection. */
export interface MonitorStats {
  /** On the monotonic clock. */
  readonly atMs: number
  readonly usedBytes: number
  readonly totalBytes: number
  readonly limitBytes: number
  /** What the collection left. */
  readonly liveBytes: number
  readonly fullGcCount: number
  readonly scavengeCount: number
  /** Of this collection. */
  readonly gcPauseMs: number
  /** Of what collections leave: how much it changed from one to the next, lately, in bytes; smoothed. */
  readonly usageTrend: number
}

/** Weight of the newest change. */
const SMOOTHING = 0.3

/** Makes the figures that go with each full collection. */
export class GcStats {
  #fullGcCount = 0
  #scavengeCount = 0
  #usageTrend = 0
  #lastLiveBytes: number | undefined

  note(event: GcEvent, sample: Sample): MonitorStats | undefined {
    if (event.kind === 'minor') this.#scavengeCount += 1
    if (event.kind !== 'major' || event.heapUsedBytes === undefined) return undefined
    this.#fullGcCount += 1
    const change = event.heapUsedBytes - (this.#lastLiveBytes ?? event.heapUsedBytes)
    this.#lastLiveBytes = event.heapUsedBytes
    this.#usageTrend += SMOOTHING * (change - this.#usageTrend)
    return {
      atMs: event.startMs + event.durationMs,
      usedBytes: event.heapUsedBytes,
      totalBytes: sample.heapTotalBytes,
      limitBytes: sample.heapLimitBytes,
      liveBytes: event.heapUsedBytes,
      fullGcCount: this.#fullGcCount,
      scavengeCount: this.#scavengeCount,
      gcPauseMs: event.durationMs,
      usageTrend: this.#usageTrend,
    }
  }
}

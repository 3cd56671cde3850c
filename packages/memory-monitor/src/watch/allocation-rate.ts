import type { GcEvent } from '@plimsoll/core'

const WINDOW_MS = 10_000

/** How fast the program allocates: each scavenge means that the young generation was full. */
export class AllocationRate {
  #scavengesMs: number[] = []
  #sinceMs: number | undefined

  note(event: GcEvent): void {
    this.#sinceMs ??= event.startMs
    if (event.kind === 'minor') this.#scavengesMs.push(event.startMs)
    if (this.#scavengesMs.length > 10_000) this.#scavengesMs.splice(0, 5000)
  }

  /** Bytes a second over the last seconds; 0 before anything was collected. */
  perSecond(nowMs: number, youngBytes: number): number {
    const fromMs = nowMs - WINDOW_MS
    this.#scavengesMs = this.#scavengesMs.filter((atMs) => atMs > fromMs)
    const windowMs = Math.min(WINDOW_MS, nowMs - (this.#sinceMs ?? nowMs))
    return windowMs < 1000 ? 0 : (this.#scavengesMs.length * youngBytes * 1000) / windowMs
  }
}

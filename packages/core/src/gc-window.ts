import type { GcEvent } from './gc-source.js'

/** Counts of one kind of collection since the start. */
export interface GcTotals {
  count: number
  seconds: number
}

const WINDOW_MS = 5000

/** Share of time in garbage collection over a moving window, and totals by kind. */
export class GcWindow {
  readonly totals: Record<GcEvent['kind'], GcTotals> = {
    major: { count: 0, seconds: 0 },
    minor: { count: 0, seconds: 0 },
    incremental: { count: 0, seconds: 0 },
    weakcb: { count: 0, seconds: 0 },
  }
  #pauses: { endMs: number; durationMs: number }[] = []
  #sinceMs: number

  constructor(nowMs: number) {
    this.#sinceMs = nowMs
  }

  add(event: GcEvent): void {
    const totals = this.totals[event.kind]
    totals.count += 1
    totals.seconds += event.durationMs / 1000
    // A collection that somebody asked for says nothing about how hard V8 has to work.
    if (!event.forced)
      this.#pauses.push({ endMs: event.startMs + event.durationMs, durationMs: event.durationMs })
  }

  /** Share of the last seconds, 0 to 1. */
  ratio(nowMs: number): number {
    const fromMs = nowMs - WINDOW_MS
    this.#pauses = this.#pauses.filter((pause) => pause.endMs > fromMs)
    const pausedMs = this.#pauses.reduce((sum, pause) => sum + pause.durationMs, 0)
    const windowMs = Math.min(WINDOW_MS, nowMs - this.#sinceMs)
    // Right after the start a single pause would be most of the window.
    return windowMs < 1000 ? 0 : Math.min(1, pausedMs / windowMs)
  }

  /** Forgets what was seen: the process was suspended. */
  reset(nowMs: number): void {
    this.#pauses = []
    this.#sinceMs = nowMs
  }
}

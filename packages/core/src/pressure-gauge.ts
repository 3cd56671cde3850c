import { LevelLatch } from './level-latch.js'
import { PRESSURE_LEVELS, type Pressure, type SignalName } from './pressure.js'
import type { Sample } from './sample.js'
import type { SignalState } from './signals/signal.js'

export interface PressureGaugeOptions {
  /** @default 0.80 */
  readonly elevatedRatio?: number
  /** @default 0.92 */
  readonly criticalRatio?: number
  /** @default 0.05 */
  readonly exitGapRatio?: number
  /** @default 30000 */
  readonly minDwellMs?: number
  /** The signals that count. @default all */
  readonly signals?: readonly SignalName[]
}

/** Passes the signals through hysteresis into `normal`, `elevated` or `critical`, and names the culprit. */
export class PressureGauge {
  readonly #latch: LevelLatch
  readonly #counts: (name: SignalName) => boolean
  readonly #stallRatio: number
  #pressure: Pressure

  constructor(options: PressureGaugeOptions, nowMs: number) {
    const elevatedRatio = options.elevatedRatio ?? 0.8
    const criticalRatio = options.criticalRatio ?? 0.92
    this.#latch = new LevelLatch(
      {
        enter: [elevatedRatio, criticalRatio],
        exitGapRatio: options.exitGapRatio ?? 0.05,
        minDwellMs: options.minDwellMs ?? 30_000,
      },
      nowMs,
    )
    this.#stallRatio = elevatedRatio
    const only = options.signals && new Set(options.signals)
    this.#counts = (name) => only === undefined || only.has(name)
    this.#pressure = { level: 'normal', ratio: 0, signal: 'none', sinceMs: nowMs }
  }

  get pressure(): Pressure {
    return this.#pressure
  }

  update(sample: Sample, signals: ReadonlyMap<SignalName, SignalState>): Pressure {
    let ratio = 0
    let signal: Pressure['signal'] = 'none'
    for (const [name, state] of signals) {
      if (name === 'memory-stall' || !this.#counts(name) || state.ratio <= ratio) continue
      ratio = state.ratio
      signal = name
    }
    const stalled = (signals.get('memory-stall')?.ratio ?? 0) >= this.#stallRatio
    if (stalled && this.#counts('memory-stall')) {
      // Stalls confirm what another signal says; alone they never make it critical.
      const raised = ratio >= this.#stallRatio ? ratio / this.#stallRatio : this.#stallRatio
      if (ratio < this.#stallRatio) signal = 'memory-stall'
      ratio = raised
    }
    if (signal === 'loop-delay' && sample.cpuThrottled === true) signal = 'throttled'
    const level = PRESSURE_LEVELS[this.#latch.update(ratio, sample.atMs)] ?? 'critical'
    this.#pressure = { level, ratio, signal, sinceMs: this.#latch.sinceMs }
    return this.#pressure
  }
}

import type { SignalName, SignalState } from '@plimsoll/core'
import type { Priority } from './admission.js'

/** The signals that fitting cannot act on. */
const STAGE_SIGNALS = ['heap-live', 'gc-time', 'loop-delay', 'memory-stall'] as const
export type StageSignal = (typeof STAGE_SIGNALS)[number]

export type Stage = 'normal' | 'elevated' | 'critical' | 'emergency'
const STAGES: readonly Stage[] = ['normal', 'elevated', 'critical', 'emergency']

export interface StageOptions {
  readonly elevatedRatio: number
  readonly criticalRatio: number
  readonly emergencyRatio: number
  readonly exitGapRatio: number
  readonly counts: (signal: SignalName) => boolean
}

/**
 * Sheds by class when a signal that fitting cannot act on is high: elevated sheds a growing share of the
 * sheddable requests, critical all but the critical ones, emergency everything.
 *
 * A stage is left a gap lower than it is entered. There is no dwell here: what would fit again is let in
 * again at once; the *level* that is reported to the application has the dwell.
 */
export class Stages {
  readonly #options: StageOptions
  readonly #enter: readonly number[]
  #index = 0
  #ratio = 0
  #signal: StageSignal = 'heap-live'
  /** Carries what a share leaves over from one request to the next: no dice, no clumps. */
  #carry = 0

  constructor(options: StageOptions) {
    this.#options = options
    this.#enter = [options.elevatedRatio, options.criticalRatio, options.emergencyRatio]
  }

  get stage(): Stage {
    return STAGES[this.#index] ?? 'emergency'
  }

  get ratio(): number {
    return this.#ratio
  }

  /** The signal to blame. */
  get signal(): StageSignal {
    return this.#signal
  }

  update(signals: ReadonlyMap<SignalName, SignalState>): void {
    this.#ratio = 0
    for (const name of STAGE_SIGNALS) {
      const ratio = this.#options.counts(name) ? this.#weighed(name, signals.get(name)?.ratio ?? 0) : 0
      if (ratio <= this.#ratio) continue
      this.#ratio = ratio
      this.#signal = name
    }
    while (this.#index < 3 && this.#ratio >= (this.#enter[this.#index] as number)) this.#index += 1
    const { exitGapRatio } = this.#options
    while (this.#index > 0 && this.#ratio < (this.#enter[this.#index - 1] as number) - exitGapRatio)
      this.#index -= 1
  }

  /** Whether this request is turned away. */
  sheds(priority: Priority): boolean {
    if (this.#index === 0) return false
    if (this.#index === 3) return true
    if (this.#index === 2) return priority !== 'critical'
    return priority === 'sheddable' && this.#takesShare()
  }

  #takesShare(): boolean {
    const { elevatedRatio, criticalRatio, exitGapRatio } = this.#options
    const from = elevatedRatio - exitGapRatio
    const share = Math.min(1, Math.max(0, (this.#ratio - from) / (criticalRatio - from)))
    this.#carry += share
    if (this.#carry < 1) return false
    this.#carry -= 1
    return true
  }

  /** Stalls for memory alone make it elevated, never critical. */
  #weighed(name: StageSignal, ratio: number): number {
    const { elevatedRatio, criticalRatio } = this.#options
    return name === 'memory-stall' ? Math.min(ratio, (elevatedRatio + criticalRatio) / 2) : ratio
  }
}

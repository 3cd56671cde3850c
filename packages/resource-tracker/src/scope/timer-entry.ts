import type { Timer, Timers } from '../platform/timers.js'
import { Entry } from './entry.js'

/** A timer, or an immediate. */
export class TimerEntry extends Entry {
  readonly kind = 'timer'
  readonly #timer: Timer
  readonly #timers: Timers

  constructor(timer: Timer, timers: Timers, shared: boolean) {
    super(timer, shared)
    this.#timer = timer
    this.#timers = timers
  }

  dispose(): void {
    this.#timers.clear(this.#timer)
  }

  override isGone(): boolean {
    return this.#timers.isOver(this.#timer)
  }
}

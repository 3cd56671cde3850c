import type { Timer, Timers } from '../platform/timers.js'
import { Entry } from './entry.js'
import type { Hold } from './hold.js'

/** A timer, or an immediate. */
export class TimerEntry extends Entry {
  readonly kind = 'timer'
  readonly #timer: Timer
  readonly #timers: Timers

  /** With a hold where it was made elsewhere: another scope may have it, too. */
  constructor(timer: Timer, timers: Timers, hold?: Hold) {
    super(timer, hold)
    this.#timer = timer
    this.#timers = timers
    if (typeof timer === 'number') timers.hold(timer)
  }

  dispose(): void {
    this.#timers.clear(this.#timer)
  }

  override left(): void {
    if (typeof this.#timer === 'number') this.#timers.letGo(this.#timer)
  }

  override isGone(): boolean {
    return this.#timers.isOver(this.#timer)
  }
}

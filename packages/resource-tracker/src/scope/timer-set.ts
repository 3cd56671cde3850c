import { holdOn } from './hold.js'
import type { Holding } from './holding.js'
import type { TimerTracking } from './resource-scope.js'
import { TimerEntry } from './timer-entry.js'

/** `resources.timers`. */
export class TimerSet implements TimerTracking {
  readonly #holding: Holding

  constructor(holding: Holding) {
    this.#holding = holding
  }

  add<T>(timer: T): T {
    const { timers } = this.#holding.host
    this.#holding.track('timers.add()', 'what setTimeout, setInterval or setImmediate returned', timer, () =>
      timers.isTimer(timer)
        ? new TimerEntry(timer, timers, typeof timer === 'number' ? undefined : holdOn(timer))
        : undefined,
    )
    return timer
  }

  delete(timer: unknown): boolean {
    return this.#holding.disown(timer)
  }
}

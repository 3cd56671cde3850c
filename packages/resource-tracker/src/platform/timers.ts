import { timerNumbers } from './timer-numbers.js'

/** What clears a timer: what made it returned, or its number. */
export type Timer = NodeJS.Timeout | NodeJS.Immediate | number

/** The timers of the application, as a scope makes and clears them. */
export interface Timers {
  setTimeout(callback: (...args: never[]) => unknown, delayMs?: number, ...args: unknown[]): NodeJS.Timeout
  setInterval(callback: (...args: never[]) => unknown, delayMs?: number, ...args: unknown[]): NodeJS.Timeout
  setImmediate(callback: (...args: never[]) => unknown, ...args: unknown[]): NodeJS.Immediate
  clear(timer: Timer): void
  isTimer(value: unknown): value is Timer
  /** Whether a timer that has just fired was armed again, by its own `refresh()`. */
  isArmed(timer: Timer): boolean
  /** Whether it will not fire any more. `false` also where the runtime does not tell. */
  isOver(timer: Timer): boolean
  /** A number is held from now on, until it is let go of: so long it is known whether its timer is over. */
  hold(timer: number): void
  letGo(timer: number): void
}

/** What Node's own timers say of themselves; other runtimes and fake timers do not. */
interface Told {
  readonly _destroyed?: unknown
  readonly _idleNext?: unknown
}

/**
 * The timers of this process.
 *
 * The globals are looked up at each call, so that a test's fake timers and whoever traces them still work.
 */
export const nodeTimers: Timers = {
  setTimeout: (callback, delayMs, ...args) => setTimeout(callback as () => void, delayMs, ...(args as [])),
  setInterval: (callback, delayMs, ...args) => setInterval(callback as () => void, delayMs, ...(args as [])),
  setImmediate: (callback, ...args) => setImmediate(callback as () => void, ...(args as [])),
  clear(timer) {
    if (typeof timer === 'number' || 'refresh' in timer) clearTimeout(timer)
    else clearImmediate(timer)
  },
  isTimer(value): value is Timer {
    if (typeof value === 'number') return Number.isInteger(value) && value > 0
    const timer = value as Partial<NodeJS.Timeout> | null | undefined
    // A port of a worker has hasRef() and close(), a timeout refresh() too, an immediate neither.
    return (
      typeof timer?.hasRef === 'function' &&
      (typeof timer.refresh === 'function' || typeof timer.close !== 'function')
    )
  },
  isArmed: (timer) => ((timer as Told)._idleNext ?? undefined) !== undefined,
  isOver: (timer) =>
    typeof timer === 'number' ? timerNumbers.isOver(timer) : (timer as Told)._destroyed === true,
  hold: () => timerNumbers.hold(),
  letGo: () => timerNumbers.release(),
}

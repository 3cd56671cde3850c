import timers from 'node:timers'
import promises from 'node:timers/promises'
import type { Acquisition } from '../../observe/acquisition.js'
import { captureStack } from './capture-stack.js'
import type { CurrentRequest, OpenTrace } from './current-request.js'
import { type AnyFunction, type PlaceOfFunction, replaceFunction, type Undo } from './replace-function.js'

/** What Node's timers say of themselves. */
interface Told {
  readonly _destroyed?: boolean
}

class TimerAcquisition implements Acquisition {
  readonly kind = 'timer'
  readonly stack: string | undefined
  readonly ripeAtMs: number
  readonly dueAtMs: number
  readonly #timer: WeakRef<Told>

  constructor(timer: Told, ripeAtMs: number, dueAtMs: number, stack: string | undefined) {
    this.#timer = new WeakRef(timer)
    this.ripeAtMs = ripeAtMs
    this.dueAtMs = dueAtMs
    this.stack = stack
  }

  /** Fake timers and other runtimes do not say, and are left in peace. */
  isOpen(): boolean {
    return this.#timer.deref()?._destroyed === false
  }
}

/** An iteration of `timers/promises`' `setInterval`, whose timer nobody is given. */
class TicksAcquisition implements Acquisition {
  readonly kind = 'timer'
  readonly stack: string | undefined
  readonly ripeAtMs = 0
  isOver = false

  constructor(stack: string | undefined) {
    this.stack = stack
  }

  isOpen(): boolean {
    return !this.isOver
  }
}

/** Remembers a timeout, or an interval, which has no delay after which it would be over. */
function note(trace: OpenTrace, timer: unknown, delayMs: number | undefined, wrapper: AnyFunction): void {
  if (typeof timer !== 'object' || timer === null) return
  const isInterval = delayMs === undefined
  const stack = trace.wantsStack('timer', isInterval) ? captureStack(wrapper) : undefined
  const [ripeAtMs, dueAtMs] = isInterval ? [0, 0] : [trace.ripeAtMs(delayMs), trace.dueAtMs(delayMs)]
  trace.add(new TimerAcquisition(timer, ripeAtMs, dueAtMs, stack))
}

/**
 * Timeouts that are short enough to have fired when the grace time is over are not even remembered, unless
 * what arms them has outlived its request: one that arms the next is one living thing.
 */
export function watchTimers(current: CurrentRequest): Undo[] {
  const everywhere = (name: string): PlaceOfFunction[] => [
    [globalThis, name],
    [timers, name],
  ]
  return [
    replaceFunction(everywhere('setTimeout'), (original) => {
      return function wrapper(this: unknown, ...args: unknown[]) {
        const timer = original.apply(this, args)
        const trace = current.trace
        if (trace?.waitsLong(args[1] as number)) note(trace, timer, Number(args[1]), wrapper)
        return timer
      }
    }),
    replaceFunction(everywhere('setInterval'), (original) => {
      return function wrapper(this: unknown, ...args: unknown[]) {
        const timer = original.apply(this, args)
        const trace = current.trace
        if (trace !== undefined) note(trace, timer, undefined, wrapper)
        return timer
      }
    }),
    replaceFunction([[promises, 'setInterval']], (original) => {
      return async function* wrapper(this: unknown, ...args: unknown[]) {
        const trace = current.trace
        const ticks = new TicksAcquisition(
          trace?.wantsStack('timer', true) ? captureStack(wrapper) : undefined,
        )
        trace?.add(ticks)
        try {
          return yield* original.apply(this, args)
        } finally {
          ticks.isOver = true
        }
      }
    }),
  ]
}

/** What Node's timers say of themselves. */
interface Told {
  readonly _destroyed?: unknown
}

type ToNumber = (this: object) => unknown

/** So many numbers are remembered before those of timers that are over are forgotten. */
const FIRST_PRUNE = 64

/**
 * The timers behind numbers. Node finds one by its number to clear it, and tells nobody whether there is one; so
 * while somebody holds a number, timers are heard when they are asked for theirs.
 */
class TimerNumbers {
  readonly #timers = new Map<number, WeakRef<Told>>()
  #users = 0
  #pruneAt = FIRST_PRUNE
  #undo: (() => void) | undefined

  /** Somebody holds one more number. */
  hold(): void {
    this.#users += 1
    this.#undo ??= this.#listen()
  }

  release(): void {
    this.#users -= 1
    if (this.#users > 0) return
    this.#undo?.()
    this.#undo = undefined
    this.#timers.clear()
  }

  /** Whether the timer of a number is known not to fire any more. */
  isOver(number: number): boolean {
    const timer = this.#timers.get(number)
    return timer !== undefined && isOver(timer)
  }

  #listen(): () => void {
    const timer = setTimeout(() => {})
    clearTimeout(timer)
    const prototype = Object.getPrototypeOf(timer) as object
    const descriptor = Object.getOwnPropertyDescriptor(prototype, Symbol.toPrimitive)
    // Other runtimes and fake timers have none, or another.
    if (descriptor?.configurable !== true || typeof descriptor.value !== 'function') return () => {}
    const original = descriptor.value as ToNumber
    const note = (made: Told, number: unknown): void => this.#note(made, number)
    const value = function (this: object): unknown {
      const number = original.call(this)
      note(this, number)
      return number
    }
    Object.defineProperty(prototype, Symbol.toPrimitive, { ...descriptor, value })
    return () => {
      const now = Object.getOwnPropertyDescriptor(prototype, Symbol.toPrimitive)
      if (now?.value === value) Object.defineProperty(prototype, Symbol.toPrimitive, descriptor)
    }
  }

  #note(timer: Told, number: unknown): void {
    // Whoever has wrapped this one meanwhile keeps it for longer than it is wanted.
    if (typeof number !== 'number' || this.#users === 0) return
    this.#timers.set(number, new WeakRef(timer))
    if (this.#timers.size < this.#pruneAt) return
    for (const [each, reference] of this.#timers) if (isOver(reference)) this.#timers.delete(each)
    this.#pruneAt = Math.max(FIRST_PRUNE, 2 * this.#timers.size)
  }
}

/** Node holds a timer until it is over. */
function isOver(reference: WeakRef<Told>): boolean {
  const timer = reference.deref()
  return timer === undefined || timer._destroyed === true
}

export const timerNumbers = new TimerNumbers()

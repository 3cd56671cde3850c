import type { OutstandingKind } from './observer.js'

/**
 * One look at what is held: what was worked out for one of them is not worked out again for the next.
 *
 * It may read through so many listeners in all. What would take more is taken to be open: a request pays for what
 * it has opened itself, not for the thousands that others have added to the same emitter.
 */
export class Look {
  #listenersLeft: number
  readonly #known = new Map<object, Map<PropertyKey, unknown>>()

  constructor(maxListeners = Number.POSITIVE_INFINITY) {
    this.#listenersLeft = maxListeners
  }

  /** Whether as many listeners may be read as there are on a subject. */
  affords(subject: object, key: PropertyKey, listeners: number): boolean {
    if (this.#known.get(subject)?.has(key) === true) return true
    if (listeners > this.#listenersLeft) return false
    this.#listenersLeft -= listeners
    return true
  }

  once<T>(subject: object, key: PropertyKey, make: () => T): T {
    let ofSubject = this.#known.get(subject)
    if (ofSubject === undefined) {
      ofSubject = new Map()
      this.#known.set(subject, ofSubject)
    }
    if (!ofSubject.has(key)) ofSubject.set(key, make())
    return ofSubject.get(key) as T
  }
}

/**
 * Something that a request opened. Holds it weakly, so that watching keeps nothing alive, and asks it instead
 * of hearing of its end: that way nothing that closes has to be wrapped.
 */
export interface Acquisition {
  readonly kind: OutstandingKind
  /** Where it was opened, as V8 tells it, when that was taken. */
  readonly stack: string | undefined
  /** Before that it is expected to be alive. */
  readonly ripeAtMs: number
  /** The same, whatever set it: a timer in a chain of timers is merely pending, too. `ripeAtMs` when absent. */
  readonly dueAtMs?: number
  /** Whether it is alive and not given back. Must not throw. */
  isOpen(look: Look): boolean
  /** Where it leads to, if it waits in a pool for the next request there, and is nobody's. */
  idleTo?(): string | undefined
  /** What it was added to, for what only matters when many requests add to the same. */
  target?(): object | undefined
}

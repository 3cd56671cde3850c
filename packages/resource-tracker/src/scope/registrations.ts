/**
 * How many scopes have one listener, by place. Nearly every listener is in one place only, which needs no map: maps
 * were most of what a scope of thousands of listeners cost.
 */
class Places {
  #on: object | undefined
  #event: unknown
  #count = 0
  #others: Map<object, Map<unknown, number>> | undefined

  add(on: object, event: unknown, step: 1 | -1): number {
    if (this.#count === 0 && this.#others?.get(on)?.has(event) !== true) {
      this.#on = on
      this.#event = event
    }
    if (this.#on !== on || this.#event !== event) return this.#addElsewhere(on, event, step)
    const count = this.#count + step
    this.#count = Math.max(0, count)
    // What is no longer listened to must not be kept.
    if (count <= 0) this.#on = this.#event = undefined
    return count
  }

  #addElsewhere(on: object, event: unknown, step: 1 | -1): number {
    this.#others ??= new Map()
    const events = this.#others.get(on) ?? new Map<unknown, number>()
    const count = (events.get(event) ?? 0) + step
    if (count > 0) events.set(event, count)
    else events.delete(event)
    if (events.size === 0) this.#others.delete(on)
    else this.#others.set(on, events)
    return count
  }
}

const KEY = Symbol.for('plimsoll.registrations@2')

/** Finds the places of a listener, whichever copy of this package has kept them. */
interface Registrations {
  of(listener: object): Places
}

/** Its constructor returns what it is given, so that the field of a subclass is added to that. */
class Given {
  constructor(target: object) {
    // biome-ignore lint/correctness/noConstructorReturn: that is what it is for
    return target
  }
}

/**
 * Keeps the places with the listener itself, in a private field that nobody sees. Most listeners are made for one
 * request, and an entry of a WeakMap outlives every minor collection: the next major one has to find it.
 */
class Keeper extends Given {
  #places = new Places()

  static of(listener: object): Places | undefined {
    return #places in listener ? listener.#places : undefined
  }

  static keep(listener: object): Places {
    return (new Keeper(listener) as Keeper).#places
  }
}

function makeRegistrations(): Registrations {
  let refused: WeakMap<object, Places> | undefined
  return {
    of(listener) {
      const known = Keeper.of(listener) ?? refused?.get(listener)
      if (known !== undefined) return known
      try {
        return Keeper.keep(listener)
      } catch {
        // Some runtimes refuse private fields to what is frozen.
        const places = new Places()
        refused ??= new WeakMap()
        refused.set(listener, places)
        return places
      }
    },
  }
}

const shared = globalThis as { [KEY]?: Registrations }
// Two copies of this package count together.
const registrations = shared[KEY] ?? makeRegistrations()
shared[KEY] = registrations

const isObject = (value: unknown): value is object =>
  typeof value === 'function' || (typeof value === 'object' && value !== null)

/** Counts one more scope, or one less, that has the same listener in the same place; tells how many there are. */
export function countRegistration(on: object, event: unknown, listener: unknown, step: 1 | -1): number {
  return isObject(listener) ? registrations.of(listener).add(on, event, step) : 0
}

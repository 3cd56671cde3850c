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

const KEY = Symbol.for('plimsoll.registrations@1')

const holder = globalThis as { [KEY]?: WeakMap<object, Places> }
// Two copies of this package count together.
holder[KEY] ??= new WeakMap()
const placesOf = holder[KEY]

const isObject = (value: unknown): value is object =>
  typeof value === 'function' || (typeof value === 'object' && value !== null)

/** Counts one more scope, or one less, that has the same listener in the same place; tells how many there are. */
export function countRegistration(on: object, event: unknown, listener: unknown, step: 1 | -1): number {
  if (!isObject(listener)) return 0
  let places = placesOf.get(listener)
  if (places === undefined) {
    places = new Places()
    placesOf.set(listener, places)
  }
  return places.add(on, event, step)
}

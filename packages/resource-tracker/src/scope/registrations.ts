type ByEvent = Map<unknown, number>

const KEY = Symbol.for('plimsoll.registrations@1')

const holder = globalThis as { [KEY]?: WeakMap<object, Map<object, ByEvent>> }
// Two copies of this package count together.
holder[KEY] ??= new WeakMap()
const counted = holder[KEY]

const isObject = (value: unknown): value is object =>
  typeof value === 'function' || (typeof value === 'object' && value !== null)

/** Counts one more scope, or one less, that has the same listener in the same place; tells how many there are. */
export function countRegistration(on: object, event: unknown, listener: unknown, step: 1 | -1): number {
  if (!isObject(listener)) return 0
  let places = counted.get(listener)
  if (places === undefined) {
    places = new Map()
    counted.set(listener, places)
  }
  let events = places.get(on)
  if (events === undefined) {
    events = new Map()
    places.set(on, events)
  }
  const count = (events.get(event) ?? 0) + step
  if (count > 0) events.set(event, count)
  else events.delete(event)
  // What is no longer listened to must not be kept.
  if (events.size === 0) places.delete(on)
  return count
}

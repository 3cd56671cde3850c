/** Takes back what was put in a place, if it is still there. */
export type Undo = () => void

// biome-ignore lint/suspicious/noExplicitAny: of whatever signature the function has that is replaced
export type AnyFunction = (this: any, ...args: any[]) => any

/** Where a function is: an object, and its name there. */
export type PlaceOfFunction = readonly [owner: object, key: PropertyKey]

/**
 * Puts a wrapper where a function is, in all the given places; those that hold the same function get the same
 * wrapper. It has the name, the length and the own properties of the original, such as `promisify.custom`.
 *
 * What cannot be replaced (a frozen global, a name that this runtime does not have) is left alone.
 */
export function replaceFunction(
  places: readonly PlaceOfFunction[],
  wrap: (original: AnyFunction) => AnyFunction,
): Undo {
  const wrappers = new Map<AnyFunction, AnyFunction>()
  const undo = places.map(([owner, key]) => {
    // Node has some behind an accessor that makes way for the function when it is first read.
    Reflect.get(owner, key)
    const descriptor = Object.getOwnPropertyDescriptor(owner, key)
    const original: unknown = descriptor?.value
    if (descriptor?.configurable !== true || typeof original !== 'function') return () => {}
    const wrapper = wrappers.get(original as AnyFunction) ?? dressed(original as AnyFunction, wrap)
    wrappers.set(original as AnyFunction, wrapper)
    return put(owner, key, descriptor, wrapper)
  })
  return () => {
    for (const each of undo) each()
  }
}

/** Puts a value into a property, and takes it back unless somebody else has replaced it meanwhile. */
function put(owner: object, key: PropertyKey, descriptor: PropertyDescriptor, value: unknown): Undo {
  Object.defineProperty(owner, key, { ...descriptor, value })
  return () => {
    const now = Object.getOwnPropertyDescriptor(owner, key)
    if (now?.value === value) Object.defineProperty(owner, key, descriptor)
  }
}

function dressed(original: AnyFunction, wrap: (original: AnyFunction) => AnyFunction): AnyFunction {
  const wrapper = wrap(original)
  for (const key of Reflect.ownKeys(original)) {
    const descriptor = Object.getOwnPropertyDescriptor(original, key)
    if (descriptor !== undefined) Reflect.defineProperty(wrapper, key, descriptor)
  }
  return wrapper
}

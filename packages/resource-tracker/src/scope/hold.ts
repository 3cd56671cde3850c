/** How many scopes hold one and the same resource; whoever lets go last disposes of it. */
export interface Hold {
  count: number
}

const KEY = Symbol.for('plimsoll.holds@1')

const holder = globalThis as { [KEY]?: WeakMap<object, Hold> }
// Two copies of this package count together.
holder[KEY] ??= new WeakMap()
const holds = holder[KEY]

/**
 * Returns the hold on a resource. It is never taken out again: the map is weak, and looking up a resource
 * once more for each disposal would cost more than the disposal itself.
 */
export function holdOn(resource: object): Hold {
  let hold = holds.get(resource)
  if (hold === undefined) {
    hold = { count: 0 }
    holds.set(resource, hold)
  }
  return hold
}

/** Whether any scope holds a resource. */
export function isHeld(resource: object): boolean {
  return (holds.get(resource)?.count ?? 0) > 0
}

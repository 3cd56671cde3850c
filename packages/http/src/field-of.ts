/**
 * Reads a field of a request or a response.
 *
 * Behind Express, on Node 20, each has a hidden class of its own. What reads one field by name asks the runtime anew
 * for each class, some 3,000 instructions. What has read fields of many names looks the field up by itself,
 * a few hundred; where classes are shared it finds it in a cache, as the other does. So all of ours are read here
 * where classes are not shared; see `request-fields.ts`.
 */
export function fieldOf<T extends object, K extends keyof T>(target: T, name: K): T[K] {
  return target[name]
}

/** Whether it has a field, of its own or by inheritance; for the same reason. */
export function hasField(target: object, name: PropertyKey): boolean {
  return name in target
}

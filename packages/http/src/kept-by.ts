import { type Closeable, closeable } from '@plimsoll/core'

const kept = new WeakMap<object, Set<object>>()

/** Keeps something from being collected for as long as its keeper is there, or until this is closed. */
export function keptBy(keeper: object, what: object): Closeable {
  const all = kept.get(keeper) ?? new Set()
  kept.set(keeper, all.add(what))
  return closeable(() => all.delete(what))
}

interface SharedHolds {
  take(resource: object): void
  /** Gives one hold back; `true` when that was the last. */
  release(resource: object): boolean
  has(resource: object): boolean
}

const KEY = Symbol.for('plimsoll.holds@1')

/**
 * How many scopes hold a resource that was given to more than one: whoever lets go last disposes of it, and
 * nobody does it twice. Two copies of this package count together.
 */
function createHolds(): SharedHolds {
  const holders = new WeakMap<object, number>()
  return {
    take: (resource) => void holders.set(resource, (holders.get(resource) ?? 0) + 1),
    release(resource) {
      const left = (holders.get(resource) ?? 1) - 1
      if (left > 0) holders.set(resource, left)
      else holders.delete(resource)
      return left <= 0
    },
    has: (resource) => holders.has(resource),
  }
}

const holder = globalThis as { [KEY]?: SharedHolds }
holder[KEY] ??= createHolds()

export const sharedHolds: SharedHolds = holder[KEY]

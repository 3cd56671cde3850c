import { type Closeable, closeable, type OnError, outOfRange, wrongType } from '@plimsoll/core'
import type { LeakKind } from './leak-kind.js'

/** Something that may fill up to a bound, and says how full it is. */
export interface DeclaredCache {
  readonly name: string
  /** Entries or bytes now; a function is asked when it matters. */
  readonly size: number | (() => number)
  readonly max: number
}

/** A declared cache as it is now. */
export interface CacheState {
  readonly name: string
  /** Absent when the cache does not say. */
  readonly size?: number
  readonly max: number
}

/** Of the bound. A full cache wavers by less, and that explains nothing. */
const LEAST_GROWTH = 0.01

/** What the user has said may grow, and how far. */
export class CacheRegister {
  readonly #onError: OnError
  #caches: readonly DeclaredCache[] = []
  #sizesBefore = new Map<DeclaredCache, number>()

  constructor(onError: OnError) {
    this.#onError = onError
  }

  /** Throws when the declaration makes no sense. */
  add(cache: DeclaredCache): Closeable {
    check(cache)
    this.#caches = [...this.#caches, cache]
    return closeable(() => {
      this.#caches = this.#caches.filter((each) => each !== cache)
    })
  }

  list(): readonly CacheState[] {
    return this.#caches.map((cache) => {
      const size = this.#sizeOf(cache)
      return { name: cache.name, max: cache.max, ...(size !== undefined && { size }) }
    })
  }

  /** Remembers the sizes: growth from now on is what may be explained. */
  mark(): void {
    this.#sizesBefore = new Map(this.#caches.map((cache) => [cache, this.#sizeOf(cache) ?? Number.NaN]))
  }

  /** Whether memory has grown since the mark because a declared cache has. One that stands still explains nothing. */
  explain(kind: LeakKind): boolean {
    if (kind !== 'heap' && kind !== 'external') return false
    return this.#caches.some((cache) => {
      const before = this.#sizesBefore.get(cache) ?? 0
      return Math.min(this.#sizeOf(cache) ?? 0, cache.max) - before >= LEAST_GROWTH * cache.max
    })
  }

  #sizeOf({ size }: DeclaredCache): number | undefined {
    try {
      const now = typeof size === 'function' ? size() : size
      return Number.isFinite(now) ? now : undefined
    } catch (error) {
      this.#onError(error)
      return undefined
    }
  }
}

function check(cache: DeclaredCache): void {
  const option = 'registerCache'
  if (typeof cache !== 'object' || cache === null) throw wrongType(option, 'an object', cache)
  const { name, size, max } = cache
  if (typeof name !== 'string' || name === '') throw outOfRange(`${option}.name`, 'a text', name)
  if (typeof size !== 'number' && typeof size !== 'function') {
    throw wrongType(`${option}.size`, 'a number or a function that returns one', size)
  }
  if (!(Number.isFinite(max) && max > 0)) throw outOfRange(`${option}.max`, 'a number above 0', max)
}

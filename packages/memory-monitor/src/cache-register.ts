import { type Closeable, closeable } from '@plimsoll/core'
import type { LeakReport } from './report/leak-report.js'

/** Something that may fill up to a bound, and says how full it is. */
export interface DeclaredCache {
  readonly name: string
  /** Entries or bytes now; a function is asked when it matters. */
  readonly size: number | (() => number)
  readonly max: number
}

/** What the user has said may grow, and how far. */
export class CacheRegister {
  #caches: readonly DeclaredCache[] = []

  add(cache: DeclaredCache): Closeable {
    this.#caches = [...this.#caches, cache]
    return closeable(() => {
      this.#caches = this.#caches.filter((each) => each !== cache)
    })
  }

  list(): readonly DeclaredCache[] {
    return this.#caches.map(({ name, size, max }) => ({ name, max, size: sizeOf(size) }))
  }

  /** Whether memory grows because a declared cache is still filling. */
  explain({ kind }: LeakReport): boolean {
    if (kind !== 'heap' && kind !== 'external') return false
    return this.list().some(({ size, max }) => sizeOf(size) > 0 && sizeOf(size) < max)
  }
}

function sizeOf(size: DeclaredCache['size']): number {
  return typeof size === 'function' ? size() : size
}

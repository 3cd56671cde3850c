import { Memo } from '@plimsoll/core'
import { looksLikeValue } from '@plimsoll/memory-guard'
import type { Exchange } from './exchange.js'

/** A place in a mount path with so many different values has a parameter there. */
const MAX_VALUES = 16
const MAX_CACHED = 1000

/**
 * Names the route of an exchange: its mount path and its template, in one.
 *
 * At the end of a response Express tells the mount path with the values of its parameters: `/u/7` for a
 * router mounted at `/u/:id`. What looks like a value is collapsed at once; where ever new names appear in
 * one place, they are collapsed too.
 */
export class RouteLabels {
  readonly #mounts = new Memo(MAX_CACHED, (mount) => this.#collapse(mount))
  readonly #valuesAt = new Map<string, Set<string>>()

  /** The path of one of our endpoints, or the route; `undefined` when no route answered, or it was given as a pattern. */
  of(exchange: Exchange): string | undefined {
    const { endpoint, route } = exchange
    if (endpoint !== undefined) return endpoint
    if (route === undefined || typeof route.template !== 'string') return undefined
    if (route.mount === '') return route.template
    const mount = this.#mounts.get(route.mount)
    return route.template === '/' ? mount : `${mount}${route.template}`
  }

  #collapse(mount: string): string {
    let prefix = ''
    for (const segment of mount.split('/').slice(1)) {
      prefix += looksLikeValue(segment) || this.#varies(prefix, segment) ? '/:value' : `/${segment}`
    }
    return prefix
  }

  #varies(prefix: string, segment: string): boolean {
    let values = this.#valuesAt.get(prefix)
    if (values === undefined) {
      if (this.#valuesAt.size >= MAX_CACHED) return true
      values = new Set()
      this.#valuesAt.set(prefix, values)
    }
    if (values.has(segment)) return false
    if (values.size >= MAX_VALUES) return true
    values.add(segment)
    return false
  }
}

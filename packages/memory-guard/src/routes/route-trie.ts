interface Node<T> {
  readonly children: Map<string, Node<T>>
  /** The branch for a parameter of whatever value. */
  parameter: Node<T> | undefined
  /** For all that is below, one segment and more. */
  rest: Node<T> | undefined
  readonly byMethod: Map<string, T>
}

const node = <T>(): Node<T> => ({
  children: new Map(),
  parameter: undefined,
  rest: undefined,
  byMethod: new Map(),
})

/** A bounded tree of path shapes: finds the route of a concrete path without patterns or backtracking. */
export class RouteTrie<T> {
  readonly #root: Node<T> = node()
  readonly #capacity: number
  #size = 0

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  get size(): number {
    return this.#size
  }

  /** Adds a route by its template, `*` for all that is below; `undefined` when the tree is full. */
  add(method: string, template: string, create: () => T): T | undefined {
    let at = this.#root
    for (const segment of template.split('/').slice(1)) {
      if (segment.startsWith('*')) {
        at.rest ??= node()
        at = at.rest
        break
      }
      if (segment.startsWith(':')) {
        at.parameter ??= node()
        at = at.parameter
        continue
      }
      let next = at.children.get(segment)
      if (next === undefined) {
        if (this.#size >= this.#capacity) return undefined
        next = node()
        at.children.set(segment, next)
      }
      at = next
    }
    const existing = at.byMethod.get(method)
    if (existing !== undefined) return existing
    if (this.#size >= this.#capacity) return undefined
    this.#size += 1
    const value = create()
    at.byMethod.set(method, value)
    return value
  }

  /** Finds the route of a path; a literal segment wins over a parameter, and both over `*`. */
  find(method: string, path: string): T | undefined {
    let at: Node<T> | undefined = this.#root
    let rest: T | undefined
    // The empty segment before the first slash is the root itself.
    for (let start = 1; at !== undefined; ) {
      rest = at.rest?.byMethod.get(method) ?? rest
      const slash = path.indexOf('/', start)
      const segment = slash === -1 ? path.slice(start) : path.slice(start, slash)
      const literal: Node<T> | undefined = at.children.get(segment)
      if (slash === -1) return literal?.byMethod.get(method) ?? at.parameter?.byMethod.get(method) ?? rest
      at = literal ?? at.parameter
      start = slash + 1
    }
    return rest
  }
}

import { type Closeable, closeable, Memo } from '@plimsoll/core'
import { withoutTrailingSlash } from '../routes/literal-path.js'
import { shapeOf } from '../routes/route-shape.js'
import { RouteTrie } from '../routes/route-trie.js'
import { CostLearner } from './cost-learner.js'
import { Lingering } from './lingering.js'
import { FEW_AT_ONCE, RouteCost } from './route-cost.js'

/** So many routes are told apart; the rest share the estimate for unknown ones. */
const MAX_ROUTES = 200
const MAX_PATH_LENGTH = 512
/** Paths whose route is remembered, for each method. */
const MAX_REMEMBERED = 500

/** What every route is believed to cost, and which route a path belongs to. */
export class CostBook {
  readonly learner = new CostLearner()
  readonly lingering = new Lingering()
  /** For requests whose route is not known (yet). */
  readonly unknown = new RouteCost('other')
  readonly #routes: RouteCost[] = [this.unknown]
  readonly #trie = new RouteTrie<RouteCost>(MAX_ROUTES)
  readonly #found = new Map<string, Memo<RouteCost>>()

  get routes(): readonly RouteCost[] {
    return this.#routes
  }

  /** Fixes the cost of a route until that is closed: `POST /upload`, or a path for every method. */
  fix(route: string, bytes: number): Closeable {
    const space = route.indexOf(' ')
    const method = space === -1 ? '*' : route.slice(0, space)
    const template = route.slice(space + 1)
    // Where it was learned before, by a guard that was mounted earlier, what the user says counts from now on.
    const said = this.#add(method, template)?.fix(bytes)
    return closeable(() => {
      said?.close()
      this.#forgetFound()
    })
  }

  /** Finds the route of a request. */
  find(method: string, path: string | undefined): RouteCost {
    if (path === undefined || path.length > MAX_PATH_LENGTH) return this.unknown
    return this.#found.get(method)?.get(path) ?? this.#search(method, path)
  }

  /**
   * Learns after a response that a path belongs to a route. Without a template from the framework the shape
   * of the path serves, with what looks like a value taken for a parameter. A template that would not find the path
   * again, an expression or one with optional parts, is no help.
   */
  learn(method: string, path: string | undefined, template: string | undefined): void {
    if (path === undefined || path.length > MAX_PATH_LENGTH) return
    if (this.find(method, path) !== this.unknown) return
    if (template === undefined || finds(template, path)) this.#add(method, template ?? shapeOf(path))
  }

  /** Bytes to reserve for a request of that route. */
  estimateBytes(route: RouteCost, bodyBytes: number): number {
    const own = route.estimateBytes(bodyBytes)
    return route === this.unknown ? Math.max(own, this.meanInFlightBytes()) : own
  }

  /** What is in flight or lingers holds, by what was learned. */
  heldBytes(): number {
    let bytes = 0
    for (const route of this.#routes) bytes += route.holders * (route.fixedBytes ?? route.heldBytes)
    return bytes
  }

  /** Whether too little was seen of a route to trust its estimate. Unknown ones are many: a flood is of a new one. */
  isNew(route: RouteCost): boolean {
    return route.isNew || (route === this.unknown && route.inFlight >= FEW_AT_ONCE)
  }

  /** How many of what is in flight are of such routes. */
  newInFlight(): number {
    let count = 0
    for (const route of this.#routes) if (this.isNew(route)) count += route.inFlight
    return count
  }

  /** The average cost of that: the pessimistic guess for what is not known. */
  meanInFlightBytes(): number {
    let count = 0
    for (const route of this.#routes) count += route.holders
    return count === 0 ? 0 : this.heldBytes() / count
  }

  /** Regardless of case: who writes a path in capitals must not get around what is known of it. */
  #search(method: string, path: string): RouteCost {
    const folded = path.toLowerCase()
    const own = this.#trie.find(method, folded)
    const ofAll = this.#trie.find('*', folded)
    // What the user says of all methods counts for more than what was learned of one.
    if (own?.fixedBytes === undefined && ofAll?.fixedBytes !== undefined) return ofAll
    return own ?? ofAll ?? this.unknown
  }

  #add(method: string, template: string): RouteCost | undefined {
    const name = method === '*' ? template : `${method} ${template}`
    const added = this.#trie.add(method, comparable(template), () => {
      const route = new RouteCost(name)
      route.inherit(this.unknown)
      this.#routes.push(route)
      return route
    })
    if (added === undefined) return undefined
    // Only methods that have routes are remembered: a client may make others up.
    if (method !== '*' && !this.#found.has(method)) {
      this.#found.set(method, new Memo(MAX_REMEMBERED, (path) => this.#search(method, path)))
    }
    this.#forgetFound()
    return added
  }

  #forgetFound(): void {
    for (const memo of this.#found.values()) memo.clear()
  }
}

const comparable = (template: string): string => withoutTrailingSlash(template).toLowerCase()

function finds(template: string, path: string): boolean {
  const trie = new RouteTrie<true>(1)
  trie.add('*', comparable(template), () => true)
  return trie.find('*', path.toLowerCase()) === true
}

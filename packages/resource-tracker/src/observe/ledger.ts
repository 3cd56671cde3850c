import { Look } from './acquisition.js'
import { isLongPause } from './growth.js'
import type { Group, Held } from './held.js'
import type { PlaceBook } from './place-book.js'

/**
 * More than that are not kept one by one: a sweep of so many takes some 10 ms, and whatever leaks that much
 * has been found.
 */
export const MAX_HELD = 20_000
/** While it is half full, one kind of one route may have no more: it must not hide the others. */
const MAX_OF_ONE = 4000
const FIRST_PRUNE = 1024
/** Listeners that may be read for each that is held, when there are too many in between two sweeps. */
const LISTENERS_EACH = 100

/**
 * What outlived its request: young until the grace time is over, then in the group of its kind, route and
 * place. Whatever has ended meanwhile drops out at the next sweep.
 */
export class Ledger {
  readonly #graceMs: number
  readonly #places: PlaceBook
  readonly #groups = new Map<string, Group>()
  readonly #byRoute = new Map<string, number>()
  #young: Held[] = []
  #old = 0
  #pruneAt = FIRST_PRUNE
  /** What was not kept because too much was. */
  overflow = 0

  constructor(graceMs: number, places: PlaceBook) {
    this.#graceMs = graceMs
    this.#places = places
  }

  get isEmpty(): boolean {
    return this.#young.length === 0 && this.#groups.size === 0
  }

  get groups(): Iterable<Group> {
    return this.#groups.values()
  }

  add(held: Held): void {
    if (this.#young.length >= this.#pruneAt) {
      this.#dropEnded(new Look(LISTENERS_EACH * this.#young.length))
      this.#pruneAt = Math.max(FIRST_PRUNE, 2 * this.#young.length)
    }
    const route = routeOf(held)
    const ofOne = this.#byRoute.get(route) ?? 0
    const total = this.#young.length + this.#old
    if (total >= MAX_HELD || (total >= MAX_HELD / 2 && ofOne >= MAX_OF_ONE)) {
      this.overflow += 1
      return
    }
    this.#byRoute.set(route, ofOne + 1)
    this.#young.push(held)
  }

  sweep(nowMs: number): void {
    const look = new Look()
    this.#dropEnded(look)
    const isRipe = ({ request, ripeAtMs }: Held): boolean =>
      nowMs - request.endedMs >= this.#graceMs && nowMs >= ripeAtMs
    const ripe = this.#young.filter(isRipe)
    this.#young = this.#young.filter((held) => !isRipe(held))
    this.#keepOpen(look)
    this.#join(ripe)
    this.#count()
  }

  clear(): void {
    this.#young = []
    this.#groups.clear()
    this.#count()
  }

  #count(): void {
    this.#old = 0
    this.#byRoute.clear()
    for (const each of this.#young) this.#add(routeOf(each), 1)
    for (const { kind, route, held } of this.#groups.values()) {
      this.#old += held.length
      this.#add(`${kind} ${route}`, held.length)
    }
  }

  #add(route: string, count: number): void {
    this.#byRoute.set(route, (this.#byRoute.get(route) ?? 0) + count)
  }

  #dropEnded(look: Look): void {
    this.#young = this.#young.filter(({ acquisition }) => acquisition.isOpen(look))
  }

  #keepOpen(look: Look): void {
    for (const [key, group] of this.#groups) {
      group.held = group.held.filter(({ acquisition }) => acquisition.isOpen(look))
      if (group.held.length === 0) this.#groups.delete(key)
    }
  }

  #join(ripe: readonly Held[]): void {
    const joining = new Map<Group, Held[]>()
    for (const held of ripe) {
      const group = this.#groupOf(held)
      const newcomers = joining.get(group)
      if (newcomers === undefined) joining.set(group, [held])
      else newcomers.push(held)
    }
    for (const [group, newcomers] of joining) group.held = [...group.held, ...newcomers]
  }

  #groupOf({ acquisition: { kind, stack }, request }: Held): Group {
    const { route } = request.route
    const place = this.#places.of(stack)
    const key = `${kind} ${route}\n${place?.key ?? ''}`
    let group = this.#groups.get(key)
    if (group === undefined) {
      group = { kind, route, place, from: request.number, last: request.number, held: [] }
      this.#groups.set(key, group)
    }
    if (isLongPause(group.from, group.last, request.number)) group.from = request.number
    group.last = Math.max(group.last, request.number)
    return group
  }
}

const routeOf = ({ acquisition, request }: Held): string => `${acquisition.kind} ${request.route.route}`

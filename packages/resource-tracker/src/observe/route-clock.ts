interface Mark {
  readonly atMs: number
  readonly ended: number
  readonly collections: number
}

/** A request whose response has ended, as far as what it left open has to know it. */
export interface EndedRequest {
  readonly route: RouteClock
  /** Its place among the requests of its route. */
  readonly number: number
  readonly endedMs: number
  /** Major collections of garbage that had been seen by then. */
  readonly collections: number
}

/** Marks are set a part of the grace time apart; those of so many grace times are kept. */
const MARKS_PER_GRACE = 8
const MAX_MARKS = 80

/** Requests of one route that have ended: the time in which its leaks grow, however busy it is. */
export class RouteClock {
  readonly route: string
  ended = 0
  #marks: Mark[] = []

  constructor(route: string) {
    this.route = route
  }

  /** Remembers how many have ended by now, and how many major collections there had been. */
  mark(nowMs: number, graceMs: number, collections: number): void {
    const last = this.#marks.at(-1)
    if (last !== undefined && nowMs - last.atMs < graceMs / MARKS_PER_GRACE) return
    this.#marks.push({ atMs: nowMs, ended: this.ended, collections })
    if (this.#marks.length > MAX_MARKS) this.#marks = this.#marks.slice(-MAX_MARKS / 2)
  }

  /**
   * How many had ended soon after that time, or after that collection: at the first mark that comes later. That
   * is too many rather than too few, so that what was opened in a burst does not look like growth.
   */
  endedBy(atMs: number, collections: number): number {
    const later = this.#marks.find((mark) => mark.atMs > atMs || mark.collections >= collections)
    return later?.ended ?? this.ended
  }
}

/**
 * Label of what was opened in the name of a request that had ended. A pool calls back in the name of the request
 * that made its connection: of those, only the place is certain.
 */
export const UNKNOWN = 'unknown'
/** Label of what no route answered, and of routes beyond those that are kept apart. */
const UNMATCHED = 'unmatched'
const MAX_ROUTES = 1000

export class RouteClocks {
  readonly #byRoute = new Map<string, RouteClock>()
  /** Counts the requests of all routes. */
  #unknown = this.#first()

  /** A request of that route has ended now. */
  end(route: string | undefined, endedMs: number, collections: number): EndedRequest {
    const clock = this.of(route)
    clock.ended += 1
    this.#unknown.ended += 1
    return { route: clock, number: clock.ended, endedMs, collections }
  }

  /** Stands for a request of which nothing is known but that it came about now. */
  unknownRequest(nowMs: number, collections: number): EndedRequest {
    return { route: this.#unknown, number: this.#unknown.ended, endedMs: nowMs, collections }
  }

  of(route: string | undefined): RouteClock {
    const known = this.#byRoute.get(route ?? UNMATCHED)
    if (known !== undefined) return known
    const label = this.#byRoute.size < MAX_ROUTES ? (route ?? UNMATCHED) : UNMATCHED
    const clock = this.#byRoute.get(label) ?? new RouteClock(label)
    this.#byRoute.set(label, clock)
    return clock
  }

  mark(nowMs: number, graceMs: number, collections: number): void {
    for (const clock of this.#byRoute.values()) clock.mark(nowMs, graceMs, collections)
  }

  clear(): void {
    this.#byRoute.clear()
    this.#unknown = this.#first()
  }

  #first(): RouteClock {
    const clock = new RouteClock(UNKNOWN)
    this.#byRoute.set(UNKNOWN, clock)
    return clock
  }
}

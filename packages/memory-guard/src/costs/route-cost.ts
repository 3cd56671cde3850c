import { type Closeable, closeable } from '@plimsoll/core'

/** Bytes believed of a request of which nothing is known yet. */
export const PRIOR_BYTES = 256 * 1024
/** After so many requests were watched one by one, what they allocate counts as known. */
const WATCHED_ENOUGH = 30
/** Collections with this route in flight after which what it holds counts as known. */
const POINTS_ENOUGH = 3
/** Requests after which the code of a route is compiled, and garbage of it has been collected. */
const WARM_AFTER = 300
/** So few at once are no flood, however cold the code. */
export const FEW_AT_ONCE = 8
/** After so many were watched there is an idea of what one costs. */
const WATCHED_A_FEW = 4
/** After so many have ended it was seen what one allocates late, after a query. */
const ENDED_ENOUGH = 30
/** A mean is exceeded by half of the requests: reserve a little more, at first; then by what points are off. */
const SAFETY = 1.1
const LEAST_DEVIATION = 0.05

/**
 * What one route costs in memory while a request of it is in flight.
 *
 * Two estimates of different worth: what it *allocates* (known after a few requests, garbage included, so an
 * upper bound) and what it *holds* at a major collection (exact in the mean, but such points are rare).
 */
export class RouteCost {
  readonly name: string
  /** Said by the user: nothing is learned. */
  fixedBytes: number | undefined
  /** What guards were told, and still hold to; the last one counts. */
  #said: readonly { readonly bytes: number }[] = []
  inFlight = 0
  /** Of those whose clients have left, how many handlers are at work. */
  lingering = 0
  /** Requests let in since the start. */
  admitted = 0
  /** Requests whose response has ended. */
  ended = 0
  /** Bytes held per request in flight, learned from major collections. */
  heldBytes = 0
  points = 0
  /** By how much points lie off what was expected of them, as a share of it. */
  #deviation = SAFETY - 1
  /** Sum of what the process grew by after each watched request. */
  #grownBytes = 0
  #watched = 0
  #largestBodyBytes = 0

  constructor(name: string) {
    this.name = name
  }

  /** Takes what the user says until that is closed. */
  fix(bytes: number): Closeable {
    const said = { bytes }
    this.#take([...this.#said, said])
    return closeable(() => this.#take(this.#said.filter((each) => each !== said)))
  }

  /** Whether enough was seen to admit without looking at memory each time. */
  get known(): boolean {
    return this.fixedBytes !== undefined || this.#watched >= WATCHED_ENOUGH || this.points >= POINTS_ENOUGH
  }

  /** Whether requests were not yet seen from their beginning to their end. */
  get isNew(): boolean {
    return !this.known || (this.fixedBytes === undefined && this.ended < ENDED_ENOUGH)
  }

  /**
   * 0 to 1: how far the code of this route is from being compiled, which matters to a flood of requests only; 0
   * where the user says what it costs.
   */
  get coldness(): number {
    if (this.fixedBytes !== undefined) return 0
    if (this.inFlight < FEW_AT_ONCE && this.#watched >= WATCHED_A_FEW) return 0
    return this.known ? Math.max(0, 1 - this.admitted / WARM_AFTER) : 1
  }

  /** Requests that hold memory, as far as is known. */
  get holders(): number {
    return this.inFlight + this.lingering
  }

  /** 0 to 1: how far the estimate is to be trusted. */
  get confidence(): number {
    if (this.fixedBytes !== undefined) return 1
    return Math.min(1, Math.max(this.points / POINTS_ENOUGH, (0.5 * this.#watched) / WATCHED_ENOUGH))
  }

  /** Bytes to reserve for a request with that declared body. */
  estimateBytes(bodyBytes: number): number {
    if (this.fixedBytes !== undefined) return this.fixedBytes
    const learned =
      this.points >= POINTS_ENOUGH
        ? (1 + Math.max(LEAST_DEVIATION, this.#deviation)) * this.heldBytes
        : this.#allocatedBytes()
    // Bodies of that size were seen before: their cost is in what was learned.
    if (this.known && bodyBytes <= this.#largestBodyBytes) return learned
    return Math.max(learned, bodyBytes)
  }

  /** Takes note that the process grew by that much after a request of this route was let in. */
  watch(grownBytes: number): void {
    this.#watched += 1
    this.#grownBytes += grownBytes
  }

  /** Takes note that a collection found so much more or less than expected, of which `gain` is believed. */
  strays(deviation: number, gain: number): void {
    this.#deviation += gain * (deviation - this.#deviation)
  }

  sawBody(bodyBytes: number): void {
    if (bodyBytes > this.#largestBodyBytes) this.#largestBodyBytes = bodyBytes
  }

  /** Starts with what is known of another route: nothing is more like a new route than the average one. */
  inherit(from: RouteCost): void {
    this.heldBytes = from.heldBytes
  }

  #take(said: readonly { readonly bytes: number }[]): void {
    this.#said = said
    this.fixedBytes = said.at(-1)?.bytes
  }

  #allocatedBytes(): number {
    const watchedBytes = this.#watched === 0 ? 0 : (SAFETY * this.#grownBytes) / this.#watched
    const unseen = Math.max(0, 1 - this.#watched / WATCHED_ENOUGH)
    return unseen === 0 ? watchedBytes : Math.max(PRIOR_BYTES, watchedBytes, unseen * this.heldBytes)
  }
}

/** Who has been in for longer waits for something else than memory: a stream of events, a long poll. */
const YOUNG_MS = 10_000
/** While the process has hardly grown for so long, nobody takes what he may take: he has it already. */
const SETTLING_MS = 1000
const HARDLY = 1.1

/**
 * What requests in flight may still take of whose route too little is known.
 *
 * Most handlers first await a query and allocate after it. A flood of them at a route that nobody knows is let in
 * before the first one has allocated anything, so each may still take what those before it are seen to take. What
 * else makes the process grow meanwhile, a job at its start, cannot be told apart, but comes to an end.
 */
export class Newcomers {
  #sinceMs = Number.NEGATIVE_INFINITY
  #fromBytes = 0
  #admitted = 0
  #came = 0
  /** By how much the process had grown, a while ago. */
  #grownBefore = 0
  #grownBeforeMs = 0

  /** Takes note of a request that is let in, of whatever route. */
  admitted(): void {
    this.#admitted += 1
  }

  /** After `admitted()`: that one is of a route that is not known, beside `inFlight` others of such routes. */
  came(inFlight: number, allocatedBytes: number, nowMs: number): void {
    if (inFlight === 0 || nowMs - this.#sinceMs > YOUNG_MS) {
      this.#sinceMs = nowMs
      this.#fromBytes = allocatedBytes
      this.#admitted = 1
      this.#came = 0
      this.#grownBefore = 0
      this.#grownBeforeMs = nowMs
    }
    this.#came += 1
  }

  /** Bytes that those still in flight may take: for each what the process grew by for each that was let in. */
  mayTakeBytes(inFlight: number, allocatedBytes: number, nowMs: number): number {
    const young = Math.min(inFlight, this.#came)
    if (young === 0 || nowMs - this.#sinceMs > YOUNG_MS) return 0
    const grownBytes = Math.max(0, allocatedBytes - this.#fromBytes)
    return this.#haveSettled(grownBytes, nowMs) ? 0 : (young / this.#admitted) * grownBytes
  }

  #haveSettled(grownBytes: number, nowMs: number): boolean {
    if (nowMs - this.#grownBeforeMs < SETTLING_MS) return false
    if (grownBytes < HARDLY * this.#grownBefore) {
      this.#sinceMs = Number.NEGATIVE_INFINITY
      return true
    }
    this.#grownBefore = grownBytes
    this.#grownBeforeMs = nowMs
    return false
  }
}

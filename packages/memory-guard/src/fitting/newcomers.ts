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
  #newcomers = 0
  /** By how much the process had grown, a while ago. */
  #grownBefore = 0
  #grownBeforeMs = 0

  /** Takes note of a request that is let in. */
  admitted(): void {
    this.#admitted += 1
  }

  /** The one let in last is a newcomer, beside so many others in flight. */
  came(inFlight: number, allocatedBytes: number, nowMs: number): void {
    if (inFlight === 0 || nowMs - this.#sinceMs > YOUNG_MS) {
      this.#sinceMs = nowMs
      this.#fromBytes = allocatedBytes
      this.#admitted = 1
      this.#newcomers = 0
      this.#grownBefore = 0
      this.#grownBeforeMs = nowMs
    }
    this.#newcomers += 1
  }

  /** Bytes that those still in flight may take: for each what the process grew by for each that was let in. */
  mayTakeBytes(inFlight: number, allocatedBytes: number, nowMs: number): number {
    const young = Math.min(inFlight, this.#newcomers)
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

const CHUNK_BITS = 14
const CHUNK_LENGTH = 1 << CHUNK_BITS

/** Numbers that become more one by one: never copied, 8 bytes each. */
export class GrowingList {
  length = 0
  readonly #chunks: Float64Array[] = []

  push(value: number): void {
    const within = this.length & (CHUNK_LENGTH - 1)
    if (within === 0) this.#chunks.push(new Float64Array(CHUNK_LENGTH))
    const last = this.#chunks[this.#chunks.length - 1] as Float64Array
    last[within] = value
    this.length++
  }

  at(index: number): number {
    return (this.#chunks[Math.floor(index / CHUNK_LENGTH)] as Float64Array)[index % CHUNK_LENGTH] as number
  }

  /** Where a value is first; -1 when it is not there. */
  indexOf(value: number): number {
    for (const [at, chunk] of this.#chunks.entries()) {
      const found = chunk.indexOf(value)
      if (found >= 0) return at * CHUNK_LENGTH + found < this.length ? at * CHUNK_LENGTH + found : -1
    }
    return -1
  }

  /** Where the last value that is at most `value` is, in a list that rises; -1 when there is none. */
  lastUpTo(value: number): number {
    let low = 0
    let high = this.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.at(middle) <= value) low = middle + 1
      else high = middle
    }
    return low - 1
  }
}

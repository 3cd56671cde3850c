/** Finds the row that an edge starts at. Whoever asks for neighbours, one after the other, is answered at once. */
export class EdgeSources {
  readonly #firstEdges: Uint32Array
  readonly #last: number
  #row = 0

  /** @param firstEdges with one more entry than there are rows */
  constructor(firstEdges: Uint32Array) {
    this.#firstEdges = firstEdges
    this.#last = firstEdges.length - 1
  }

  of(edge: number): number {
    const firstEdges = this.#firstEdges
    let low = this.#row
    let high = low
    // Steps that double find bounds on either side, halving finds the row between them.
    if ((firstEdges[low] as number) <= edge) {
      for (let step = 1; high <= low; step *= 2) {
        if (low + step >= this.#last) high = this.#last
        else if ((firstEdges[low + step] as number) <= edge) {
          low += step
          high = low
        } else high = low + step
      }
    } else {
      for (let step = 1; (firstEdges[low] as number) > edge; step *= 2) {
        high = low
        low = Math.max(0, low - step)
      }
    }
    while (high - low > 1) {
      const middle = (low + high) >>> 1
      if ((firstEdges[middle] as number) <= edge) low = middle
      else high = middle
    }
    this.#row = low
    return low
  }
}

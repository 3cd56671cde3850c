/** The counts of one series, as Prometheus wants them. */
export interface HistogramCounts {
  /** Observations up to each bound, and all of them at the end. */
  readonly cumulative: readonly number[]
  readonly sum: number
}

const INITIAL_SERIES = 16

/**
 * Histograms of many series in one flat array of doubles.
 *
 * A series is a row: one count per bucket, one for what is above the last bound, and the sum. Recording
 * touches two cells and allocates nothing; what Prometheus calls cumulative is added up when it is scraped.
 */
export class BucketTable {
  readonly bounds: readonly number[]
  readonly #rowLength: number
  #cells: Float64Array
  #rows = 0

  constructor(bounds: readonly number[]) {
    this.bounds = bounds
    this.#rowLength = bounds.length + 2
    this.#cells = new Float64Array(this.#rowLength * INITIAL_SERIES)
  }

  /** Makes room for one more series and returns its row. */
  addSeries(): number {
    const needed = (this.#rows + 1) * this.#rowLength
    if (needed > this.#cells.length) {
      const larger = new Float64Array(this.#cells.length * 2)
      larger.set(this.#cells)
      this.#cells = larger
    }
    this.#rows += 1
    return this.#rows - 1
  }

  /** `value` must be finite and not negative. */
  record(row: number, value: number): void {
    const { bounds } = this
    const cells = this.#cells
    const start = row * this.#rowLength
    let bucket = 0
    // Most requests are fast: the first bounds decide, and a binary search would only add branches.
    while (bucket < bounds.length && value > (bounds[bucket] as number)) bucket += 1
    cells[start + bucket] = (cells[start + bucket] as number) + 1
    const sum = start + bounds.length + 1
    cells[sum] = (cells[sum] as number) + value
  }

  counts(row: number): HistogramCounts {
    const start = row * this.#rowLength
    const cumulative: number[] = []
    let total = 0
    for (let bucket = 0; bucket <= this.bounds.length; bucket += 1) {
      total += this.#cells[start + bucket] ?? 0
      cumulative.push(total)
    }
    return { cumulative, sum: this.#cells[start + this.bounds.length + 1] ?? 0 }
  }
}

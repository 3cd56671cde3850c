const BORN = 0
const SETTLED = 1
const LIVE = 2
const LIVE_SAMPLES = 3
const STORES = 4
const COLUMNS = 5

/**
 * What is known of the objects of each epoch: how many bytes there were at the first profile after they were
 * allocated (born), at the second (settled), and at the last (live). Stores are another matter: of them it is known
 * how many bytes there were at the end of each epoch, whatever their age. One of these for the whole heap and one
 * for each site, always with the same epochs.
 */
export class EpochTallies {
  readonly #capacity: number
  /** One array for all columns: there may be a thousand sites, and an array costs more than what is in it. */
  readonly #cells: Float64Array

  constructor(capacity: number) {
    this.#capacity = capacity
    this.#cells = new Float64Array(COLUMNS * capacity)
  }

  get bornBytes(): Float64Array {
    return this.#column(BORN)
  }

  get settledBytes(): Float64Array {
    return this.#column(SETTLED)
  }

  get liveBytes(): Float64Array {
    return this.#column(LIVE)
  }

  get liveSamples(): Float64Array {
    return this.#column(LIVE_SAMPLES)
  }

  get storeBytes(): Float64Array {
    return this.#column(STORES)
  }

  /** Forgets what is live, before another profile is counted. */
  clearLive(): void {
    // The two columns lie side by side.
    this.#cells.fill(0, LIVE * this.#capacity, (LIVE_SAMPLES + 1) * this.#capacity)
  }

  count(epoch: number, bytes: number): void {
    this.#add(LIVE, epoch, bytes)
    this.#add(LIVE_SAMPLES, epoch, 1)
  }

  countStore(epoch: number, bytes: number): void {
    this.#add(STORES, epoch, bytes)
  }

  /**
   * Takes the count that has just been made for the birth of the newest epoch, and for the settling of the one
   * before it. What lived later lived then: it is added where a site was not followed at the time.
   */
  close(newest: number): void {
    for (let epoch = 0; epoch <= newest; epoch += 1) {
      this.#raise(BORN, epoch)
      if (epoch !== newest) this.#raise(SETTLED, epoch)
    }
  }

  /** Makes one epoch of this and the next; those after it move up. */
  merge(epoch: number): void {
    for (let at = 0; at < COLUMNS; at += 1) {
      const column = this.#column(at)
      const before = at === STORES ? 0 : (column[epoch] as number)
      column[epoch] = before + (column[epoch + 1] as number)
      column.copyWithin(epoch + 1, epoch + 2)
      column[column.length - 1] = 0
    }
  }

  /** With the stores that there are at the end of the newest epoch. */
  sumOfLive(newest: number): number {
    let sum = this.#cells[STORES * this.#capacity + newest] as number
    const to = (LIVE + 1) * this.#capacity
    for (let at = LIVE * this.#capacity; at < to; at += 1) sum += this.#cells[at] as number
    return sum
  }

  #column(column: number): Float64Array {
    return this.#cells.subarray(column * this.#capacity, (column + 1) * this.#capacity)
  }

  #add(column: number, epoch: number, amount: number): void {
    const at = column * this.#capacity + epoch
    this.#cells[at] = (this.#cells[at] as number) + amount
  }

  /** To what is live, at least. */
  #raise(column: number, epoch: number): void {
    const at = column * this.#capacity + epoch
    const live = this.#cells[LIVE * this.#capacity + epoch] as number
    if ((this.#cells[at] as number) < live) this.#cells[at] = live
  }
}

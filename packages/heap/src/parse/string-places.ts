interface PlacesOfBatch {
  /** Index of the first string. */
  readonly first: number
  /** What the places are counted from. */
  readonly offset: number
  /** As the kernel tells of strings: index, place, place of the closing quote. */
  readonly found: Uint32Array
}

/**
 * Where each `stride`th string begins in its file. Batches are kept as the kernel left them: a loop over them would be
 * short, but hot enough that V8 spends more on optimizing it.
 */
export class StringPlaces {
  readonly #stride: number
  readonly #batches: PlacesOfBatch[] = []

  constructor(stride: number) {
    this.#stride = stride
  }

  /** Batches come in the order of the strings; one leaves none out. */
  add(found: Uint32Array, count: number, offset: number): void {
    if (count > 0) {
      this.#batches.push({ first: found[0] as number, offset, found: found.slice(0, 3 * count) })
    }
  }

  /** Offset of the first byte of a string whose index is a multiple of the stride. */
  at(index: number): number {
    let low = 0
    let high = this.#batches.length - 1
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if ((this.#batches[middle] as PlacesOfBatch).first <= index) low = middle
      else high = middle - 1
    }
    const { first, offset, found } = this.#batches[low] as PlacesOfBatch
    return offset + (found[((index - first) / this.#stride) * 3 + 1] as number)
  }
}

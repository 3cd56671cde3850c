/** What is known of a heap before a snapshot of it is taken. */
export interface HeapFigures {
  readonly usedBytes: number
  /** In V8's spaces for large objects: long arrays and strings, tables of big maps. */
  readonly largeObjectBytes: number
}

/** What the process held around a snapshot. */
export interface SnapshotFootprint {
  readonly beforeBytes: number
  readonly peakBytes: number
  readonly afterBytes: number
}

/**
 * V8 takes about 500 bytes for each node and its edges, and 100 more hold our columns and text that waits to be read;
 * the small objects of real programs have 36 to 45 bytes.
 */
const PER_SMALL_BYTE = 18
/**
 * V8 names each element of an array of objects by its index, and keeps 1 KB for each name: 140 bytes for each byte
 * of the longest array, and none for numbers, text and the other arrays.
 */
const PER_LARGE_BYTE = 40
/** Of what the last snapshot took, so that a heap whose shape has changed a little still fits. */
const MARGIN = 1.25

/**
 * Estimates how much memory a snapshot will take, while it is taken, beyond what the process has. What an earlier one
 * came to tells more than the size of the heap does: heaps of one size differ by a factor of twenty.
 */
export class SnapshotNeed {
  #learned: Learned | undefined

  /** `residentBytes` is what the process holds now. */
  estimate({ usedBytes, largeObjectBytes }: HeapFigures, residentBytes: number): number {
    if (this.#learned !== undefined) {
      const { takenBytes } = this.#learned
      const grown = Math.max(1, usedBytes / this.#learned.usedBytes)
      const kept = stillKept(this.#learned, residentBytes)
      return Math.round(Math.max(takenBytes * grown * MARGIN - kept, takenBytes * (MARGIN - 1)))
    }
    const small = Math.max(0, usedBytes - largeObjectBytes)
    return Math.round(small * PER_SMALL_BYTE + largeObjectBytes * PER_LARGE_BYTE)
  }

  /** Remembers what a snapshot of such a heap came to. */
  learn({ usedBytes }: HeapFigures, { beforeBytes, peakBytes, afterBytes }: SnapshotFootprint): void {
    const kept = this.#learned === undefined ? 0 : stillKept(this.#learned, beforeBytes)
    const baseBytes = beforeBytes - kept
    this.#learned = {
      usedBytes: Math.max(1, usedBytes),
      takenBytes: Math.max(0, peakBytes - baseBytes),
      keptBytes: Math.max(0, afterBytes - baseBytes),
      afterBytes,
    }
  }
}

interface Learned {
  readonly usedBytes: number
  readonly takenBytes: number
  readonly keptBytes: number
  readonly afterBytes: number
}

/** The allocator keeps most of what V8 gave back, and the next snapshot takes it from there. */
function stillKept({ keptBytes, afterBytes }: Learned, residentBytes: number): number {
  return Math.max(0, keptBytes - Math.max(0, afterBytes - residentBytes))
}

/** What is known of a heap before a snapshot of it is taken. */
export interface HeapFigures {
  readonly usedBytes: number
  /** In V8's spaces for large objects: long arrays and strings, tables of big maps. */
  readonly largeObjectBytes: number
}

/** What taking a snapshot of a heap came to. */
export interface SnapshotCost {
  readonly figures: HeapFigures
  /** How far the process grew meanwhile, at its peak. */
  readonly peakBytes: number
}

/**
 * V8 takes about 500 bytes for each node and its edges, 17 for the columns of ours and some for text that waits to
 * be parsed; the small objects of real programs have 36 to 45 bytes.
 */
const PER_SMALL_BYTE = 16
/**
 * V8 names each element of an array of objects by its index, and keeps 1 KB for each name: 140 bytes for each byte
 * of the longest array, and none for numbers, text and the other arrays.
 */
const PER_LARGE_BYTE = 40
/** Of what the last snapshot took, so that a heap whose shape has changed a little still fits. */
const LEARNED_MARGIN = 1.25

/**
 * Estimates how much memory the process will take, for as long as a snapshot takes, beyond what it has. What an earlier
 * snapshot of this process came to tells more than its size does: heaps of one size differ by a factor of twenty.
 */
export function snapshotNeed(figures: HeapFigures, last?: SnapshotCost): number {
  if (last !== undefined && last.figures.usedBytes > 0) {
    const grown = Math.max(1, figures.usedBytes / last.figures.usedBytes)
    return Math.round(last.peakBytes * grown * LEARNED_MARGIN)
  }
  const small = Math.max(0, figures.usedBytes - figures.largeObjectBytes)
  return Math.round(small * PER_SMALL_BYTE + figures.largeObjectBytes * PER_LARGE_BYTE)
}

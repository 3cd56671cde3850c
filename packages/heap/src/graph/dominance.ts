/**
 * Who dominates whom, by number of a depth-first search: a dominator's number is smaller than that of what it
 * dominates. Arrays by number have `nodeCount + 2` entries.
 */
export interface Dominance {
  /** By row. */
  readonly numberOf: Uint32Array
  /** By number, once it has been filled: the row. */
  readonly rowOf: Uint32Array
  /** By number: the number of the immediate dominator, of the root its own. */
  readonly dominatorOf: Uint32Array
  /** By number: bytes. */
  readonly retained: Float64Array
}

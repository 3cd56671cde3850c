/**
 * A depth-first numbering of the nodes from 1, the root, and what becomes of it on the way to dominators. Arrays by
 * number have `nodeCount + 2` entries.
 */
export interface Numbering {
  /** By row; 0 until the node has been reached. */
  readonly numberOf: Uint32Array
  /** By number: the number of the node it was reached from, at the end that of its immediate dominator. */
  readonly parentOf: Uint32Array
  /**
   * By number: how many predecessors a node has beside its parent; then where their list ends; once they are
   * collected, where it begins; and once the list has been used, the semidominator.
   */
  readonly cursors: Uint32Array
  /** Two entries a number: the way down to where the search is, later the forest that semidominators are found in. */
  readonly pairs: Uint32Array
  /** One bit a row: led to by an edge of the page's that does not hold. */
  readonly owned: Uint32Array
  /** {@link DEPTH}, {@link CURRENT}, {@link LAST}, {@link NEXT_EDGE}, {@link END_EDGE}. */
  readonly state: Uint32Array
}

/** Places in `Numbering.state`: length of the way down, number at its end, the last number given, edges left. */
export const DEPTH = 0
export const CURRENT = 1
export const LAST = 2
export const NEXT_EDGE = 3
export const END_EDGE = 4

/** Classes of nodes and what is added up for each; class 0 is for nodes of no bytes, which are not counted. */
export interface ClassTotals {
  /** Class of a node whose kind is `object` or `native`, by its name's index. */
  readonly classOfName: Uint32Array
  /** Class of all other nodes, by kind. */
  readonly classOfKind: Uint32Array
  /** By class. */
  readonly counts: Uint32Array
  readonly shallow: Float64Array
  readonly retained: Float64Array
  /** By class: the place up to which what comes is dominated by an object of the class. */
  readonly coveredTo: Uint32Array
  /** By number. */
  readonly classOf: Uint32Array
  /** By number: how many nodes it dominates, itself included; then where they end in `order`. */
  readonly extents: Uint32Array
  /** Numbers, from place 0: a node, then all that it dominates. */
  readonly order: Uint32Array
}

/**
 * A snapshot's graph as columns: one typed array per field, a node's index is its row.
 *
 * 17 bytes a node and 4 an edge (8 with names): nothing in here is an object per node, and nothing is decoded.
 */
export interface SnapshotColumns {
  readonly nodeCount: number
  readonly edgeCount: number
  /** A {@link NODE_KINDS} code in the low five bits, detachedness (0 to 2) in the two above. */
  readonly nodeKinds: Uint8Array
  /** Index into the string table. */
  readonly nodeNames: Uint32Array
  /** V8's object ids; odd for the JavaScript heap, even for native objects. 2^32 - 1 stands for one in `wideIds`. */
  readonly nodeIds: Uint32Array
  /** Bytes; 2^32 - 1 stands for a size in `wideSizes`. */
  readonly nodeSizes: Uint32Array
  /** Row of a node's first edge; one more entry than nodes, so that a node's edges end where the next one's begin. */
  readonly firstEdges: Uint32Array
  /** Row of the node that the edge points to, times eight, plus an {@link EDGE_KINDS} code. */
  readonly edgeTargets: Uint32Array
  /**
   * String index (property, context, internal, shortcut, weak) or element index (element, hidden) of each edge.
   * Absent when the source can be read again: names of edges are then fetched one by one.
   */
  readonly edgeNames: Uint32Array | undefined
  /** What does not fit 32 bits, by row. A few at most: an array buffer of 5 GB, an id of another producer. */
  readonly wideIds: ReadonlyMap<number, number>
  readonly wideSizes: ReadonlyMap<number, number>
}

/** Stands in a column for a value that is kept beside it. */
export const WIDE = 0xffffffff

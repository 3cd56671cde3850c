import type { EphemeronNames } from '../parse/ephemeron-names.js'
import type { ClassTotals } from './class-totals.js'
import type { Dominance } from './dominance.js'
import type { Numbering } from './numbering.js'
import type { RetainerEdges, RetainerTree } from './retainer-tree.js'
import type { EphemeronEdges } from './settle-ephemerons.js'

/** The edges of a snapshot, as its columns have them: a row's edges end where those of the next row begin. */
export interface GraphEdges {
  readonly nodeCount: number
  readonly firstEdges: Uint32Array
  readonly edgeTargets: Uint32Array
}

/** What the loops read of a node beside its edges. */
export interface GraphNodes {
  readonly nodeKinds: Uint8Array
  readonly nodeNames: Uint32Array
  readonly nodeSizes: Uint32Array
}

/**
 * The loops over the graph, in WebAssembly or in JavaScript: the same arrays, element by element.
 *
 * All take a part of a range, so that a caller can let go of the thread between two calls. Ranges include `from` and
 * exclude `to`, upwards as well as downwards.
 */
export interface GraphKernel {
  /** Turns the table's side of ephemerons that start at the rows into shortcuts; returns how many there were. */
  settle(edges: EphemeronEdges, names: EphemeronNames, from: number, to: number): number
  /**
   * Goes on with the search that `numbering.state` describes until its start is done or `limit` nodes are numbered.
   * Nodes up to the number `low` are left alone. With `low` 1 the search is among what the page owns, and rows that
   * an edge leads to that does not hold are marked in `numbering.owned`.
   */
  search(edges: GraphEdges, numbering: Numbering, low: number, limit: number): void
  /** Turns the counts in `cursors` into the ends of lists, upwards, and returns the last. @param end of the list before */
  endLists(numbering: Numbering, from: number, to: number, end: number): number
  /**
   * Writes the predecessors, as numbers, of what the rows `from` to `to` lead to, tree edges left out. Numbers up to
   * `ownedEnd` are the page's; those above `reached` nothing leads to.
   */
  collectPredecessors(
    edges: GraphEdges,
    numbering: Numbering,
    predecessors: Uint32Array,
    ownedEnd: number,
    reached: number,
    from: number,
    to: number,
  ): void
  /**
   * Semidominators, downwards. `listEnd` is where the predecessors of `from` end; returns where those of the last
   * number begin.
   */
  findSemidominators(
    numbering: Numbering,
    predecessors: Uint32Array,
    from: number,
    to: number,
    listEnd: number,
  ): number
  /**
   * Turns parents into immediate dominators, upwards. Gives up after `maxSteps` steps up the tree and returns the
   * number that is not done.
   */
  findDominators(numbering: Numbering, from: number, to: number, maxSteps: number): number
  /** As `findDominators`, for trees whose depth would make that one slow: the time for a node is logarithmic. */
  findDominatorsByJumps(numbering: Numbering, from: number, to: number): void
  /**
   * Adds to `names`, behind their count in `names[0]`, those that nodes of the kinds `object` and `native` have and
   * whose bit in `seen` is not set yet. Returns the row that it came to: there was no room for its name.
   */
  findNames(nodes: GraphNodes, seen: Uint32Array, names: Uint32Array, from: number, to: number): number
  /** Puts sizes and classes of rows at their numbers, and adds up count and bytes of each class. */
  placeNodes(nodes: GraphNodes, dominance: Dominance, totals: ClassTotals, from: number, to: number): void
  /** Adds retained sizes and numbers of dominated nodes to the dominator's, downwards. */
  addUp(dominance: Dominance, totals: ClassTotals, from: number, to: number): void
  /** Puts numbers in an order in which a node is followed by all that it dominates, upwards. */
  arrange(dominance: Dominance, totals: ClassTotals, from: number, to: number): void
  /** Adds up what each class retains, over places in that order. */
  sumClasses(dominance: Dominance, totals: ClassTotals, from: number, to: number): void
  /** Fills `rowOf` from `numberOf`. */
  invert(dominance: Dominance, from: number, to: number): void
  /** Goes on with the breadth-first search of `tree` until `limit` queued rows are done. */
  spread(edges: RetainerEdges, tree: RetainerTree, limit: number): void
}

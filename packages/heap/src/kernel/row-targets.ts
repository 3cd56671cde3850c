import { EDGE_KINDS } from '../parse/kinds.js'
import type { ExactDivision } from './exact-division.js'

/** Stands for a type number that the header does not list. */
export const UNKNOWN_KIND = 0xff

/** Where rows of the `nodes` section go, and how far they have come. */
export interface NodeTarget {
  readonly fieldCount: number
  /** Places of the fields in a row; `detachedness` is -1 where there is none. */
  readonly type: number
  readonly name: number
  readonly id: number
  readonly selfSize: number
  readonly edgeCount: number
  readonly detachedness: number
  /** Our kind for each of the file's type numbers, {@link UNKNOWN_KIND} for the rest of 256. */
  readonly kindCodes: Uint8Array
  readonly nodeKinds: Uint8Array
  readonly nodeNames: Uint32Array
  readonly nodeIds: Uint32Array
  readonly nodeSizes: Uint32Array
  readonly firstEdges: Uint32Array
  readonly edgeLimit: number
  row: number
  /** Edges of all rows so far. */
  edges: number
  maxName: number
}

/** Where rows of the `edges` section go. */
export interface EdgeTarget {
  readonly fieldCount: number
  readonly type: number
  readonly nameOrIndex: number
  readonly toNode: number
  readonly kindCodes: Uint8Array
  /** By the fields in a row of the `nodes` section: edges name their target by its place in that array. */
  readonly division: ExactDivision
  readonly nodeCount: number
  readonly edgeTargets: Uint32Array
  readonly edgeNames: Uint32Array | undefined
  row: number
  /** The greatest string index that names an edge. */
  maxName: number
}

/** Bit k is set where an edge of kind code k is named by a string: all but `element` and `hidden`. */
export const STRING_EDGES = EDGE_KINDS.reduce(
  (bits, kind, code) => (kind === 'element' || kind === 'hidden' ? bits : bits | (1 << code)),
  0,
)

import type { Kernel } from '../kernel/kernel.js'
import type { SnapshotColumns } from './columns.js'
import type { EphemeronNames } from './ephemeron-names.js'
import type { SnapshotHeader } from './snapshot-header.js'
import type { StringTable } from './string-table.js'

/** Where the code of an object's constructor, or a closure's code, is. Line and column count from 0, as V8 does. */
export interface SnapshotLocation {
  readonly scriptId: number
  readonly line: number
  readonly column: number
}

/** A snapshot in memory: columns over its graph, and what is needed to name what is found in them. */
export interface ParsedSnapshot {
  readonly header: SnapshotHeader
  /** Read anew after `releaseEdgeNames`. */
  readonly columns: SnapshotColumns
  readonly strings: StringTable
  readonly ephemeronNames: EphemeronNames
  /** How many bytes the source had. */
  readonly bytesRead: number
  readonly kernel: Kernel
  /** Name or element index of an edge: from the column where it was kept, otherwise one read of 64 KB, some 0.1 ms. */
  edgeName(edge: number): string | number
  /**
   * Gives up the column of edge names where they can be read again, and returns it as scratch: `columns.edgeNames`
   * is absent from then on. `undefined` for a stream, whose names stay where they are.
   */
  releaseEdgeNames(): Uint32Array | undefined
  /** Where a node's code is; `undefined` for most nodes. */
  location(node: number): SnapshotLocation | undefined
  /** Lets go of file and memory; what is asked afterwards throws. */
  close(): void
}

/** The nodes of a snapshot alone, without its edges: all that a comparison by constructor needs. */
export interface ParsedNodes {
  readonly header: SnapshotHeader
  readonly nodeCount: number
  /** As in {@link SnapshotColumns}. */
  readonly nodeKinds: Uint8Array
  readonly nodeNames: Uint32Array
  readonly nodeIds: Uint32Array
  readonly nodeSizes: Uint32Array
  readonly wideIds: ReadonlyMap<number, number>
  readonly wideSizes: ReadonlyMap<number, number>
  /** Names of nodes are strings before this one. */
  readonly nameCount: number
  readonly kernel: Kernel
  /** How much of the source was read, strings included. */
  readonly bytesRead: number
  /**
   * Decodes strings by index, in the order of `indices`. Of a file this finds the strings section without
   * reading the edges; a stream is read to its end first. Names of string nodes are contents: do not ask for them.
   */
  names(indices: ArrayLike<number>): Promise<string[]>
  close(): void
}

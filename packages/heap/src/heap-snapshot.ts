import type { ClassSummary } from './graph/class-summary.js'
import type { EdgeKind, NodeKind } from './parse/kinds.js'

/** An object of a snapshot, or what else V8 has on its heap. */
export interface HeapNode {
  /** V8's id: the same in later snapshots of the process, unless it is even and from Node 20 or 22. */
  readonly id: number
  /** A constructor's or function's name; for strings, whose names are contents, only `(string)` or the like. */
  readonly name: string
  readonly kind: NodeKind
  /** Bytes of the object itself. */
  readonly shallowBytes: number
  /** Bytes that would go with it. */
  readonly retainedBytes: number
  /** Whether it was taken out of the document it belongs to; only other producers than Node say so. */
  readonly detached: boolean
}

/** A step on the way from the root to an object. */
export interface RetainerStep extends HeapNode {
  /** Property, variable or index by which the step before holds this one; absent at the root. */
  readonly edge?: string | number
  readonly edgeKind?: EdgeKind
}

/**
 * A heap snapshot, analysed. Objects are asked for by id; of an id that it does not have there is nothing to tell,
 * `undefined`. Once it is closed every question throws `ERR_PLIMSOLL_SNAPSHOT_CLOSED`.
 */
export interface HeapSnapshot {
  readonly nodeCount: number
  readonly edgeCount: number
  /** Bytes of all nodes. */
  readonly totalBytes: number
  /** How many nodes the root does not lead to: V8 has its reasons, which the snapshot does not tell. */
  readonly unreachableCount: number
  /** Classes, those that retain most first. Costs nothing: they are added up when the snapshot is opened. */
  classes(): readonly ClassSummary[]
  /** The objects that retain most, of one class or of all. Looks at every node. @param count 20 unless given */
  largest(count?: number, className?: string): HeapNode[]
  /** The first questions by id look at every node; after some an index is made, 8 to 16 bytes a node. */
  node(id: number): HeapNode | undefined
  retainedBytes(id: number): number | undefined
  /** The object without which this one would not be reachable, the nearest of them; the root's is itself. */
  dominator(id: number): HeapNode | undefined
  /**
   * A shortest way by which the root leads to an object: from the global objects where there is one.
   *
   * It is searched for at once, as far as it takes, and the next question goes on from there: nothing else runs
   * meanwhile, and no signal ends it. All questions together cost one search of the whole graph at most, 40 ms for a
   * snapshot of 100 MB and about a second for 50 million edges. A process that has something else to do asks in a
   * worker.
   */
  retainerPath(id: number): RetainerStep[] | undefined
  /** Contents of a string, read from the file; `undefined` for what is no string, and where a stream was read. */
  text(id: number): string | undefined
  /** Gives back memory and file. */
  close(): void
  [Symbol.dispose](): void
}

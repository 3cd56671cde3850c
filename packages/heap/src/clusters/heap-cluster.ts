import type { ClusterOwner } from './find-door.js'

/** New objects of one kind that hang on one place. Plain data: `JSON.stringify` keeps all of it. */
export interface HeapCluster {
  /** How many there are. */
  readonly count: number
  /** Own sizes of all that is new there, what the counted objects hold included. */
  readonly bytes: number
  /** Class of the counted objects. */
  readonly name: string
  /** `node` for what Node and V8 keep for themselves; mind those of the `application` first. */
  readonly owner: ClusterOwner
  /** Id of one of the counted objects, for `node(id)` and `retainerPath(id)` of the later snapshot. */
  readonly exampleId: number
  /** Where the counted function is written, or the class of the counted objects, or what an object of Node's calls. */
  readonly site?: CodeSite
  /** From code that a reader knows down to the counted objects, one step each. */
  readonly path: readonly string[]
  readonly growthPoint: GrowthPoint
  /** What there is most of, the counted objects and all below them, by class; at most eight. */
  readonly contents: readonly ClusterContent[]
}

/** A place that got new objects between each snapshot and the next, of which the last snapshot still has some. */
export interface ClusterGrowth extends HeapCluster {
  /** How many of them came between the first and the second snapshot, between the second and the third, and so on. */
  readonly added: readonly number[]
}

/** The deepest object on the path that both snapshots have: where the new ones are held. */
export interface GrowthPoint {
  readonly id: number
  /** Its class. */
  readonly name: string
  /** How many objects like this, on the same path, hold some of the counted ones; `id` is that which holds most. */
  readonly count: number
  /** The end of the path up to it, such as `variable registry.leaks` */
  readonly path: string
  /** File of the code in which the path begins. */
  readonly file?: string
}

/** A place in the code; line and column count from 1. */
export interface CodeSite {
  readonly functionName: string
  readonly file: string
  readonly line?: number
  readonly column?: number
}

export interface ClusterContent {
  readonly name: string
  readonly count: number
  readonly bytes: number
}

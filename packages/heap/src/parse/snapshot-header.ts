import type { EdgeKind, NodeKind } from './kinds.js'

/** What a snapshot says of itself before its first node: fields by name, never by place. */
export interface SnapshotHeader {
  readonly nodeCount: number
  readonly edgeCount: number
  readonly node: NodeLayout
  readonly edge: EdgeLayout
  readonly locationFields: readonly string[]
  /** Native memory that V8 knows of and that no node stands for; Node 24 and later, otherwise 0. */
  readonly extraNativeBytes: number
}

/** Places of the fields in a row of the `nodes` section; -1 where there is none. */
export interface NodeLayout {
  readonly fieldCount: number
  readonly type: number
  readonly name: number
  readonly id: number
  readonly selfSize: number
  readonly edgeCount: number
  readonly detachedness: number
  /** Our kind for each of the file's type numbers. */
  readonly kinds: readonly NodeKind[]
}

/** Places of the fields in a row of the `edges` section. */
export interface EdgeLayout {
  readonly fieldCount: number
  readonly type: number
  readonly nameOrIndex: number
  readonly toNode: number
  readonly kinds: readonly EdgeKind[]
}

import type { SnapshotColumns } from '../parse/columns.js'

/** What counting by class needs of a snapshot: its nodes, without an edge. */
export type NodeColumns = Pick<
  SnapshotColumns,
  'nodeCount' | 'nodeKinds' | 'nodeNames' | 'nodeIds' | 'nodeSizes' | 'wideSizes'
>

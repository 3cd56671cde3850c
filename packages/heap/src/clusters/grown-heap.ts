import type { ClassSlots } from '../diff/class-slots.js'
import type { SnapshotColumns } from '../parse/columns.js'
import { EDGE_KINDS, NODE_KINDS } from '../parse/kinds.js'
import type { ParsedSnapshot } from '../parse/parsed-snapshot.js'
import type { NodeAges } from './age-nodes.js'
import type { ReachTree } from './reach.js'

/** A snapshot with its graph, and for each node in which of the earlier snapshots it was first seen. */
export interface GrownHeap extends NodeAges {
  readonly columns: SnapshotColumns
  readonly snapshot: ParsedSnapshot
  readonly tree: ReachTree
  readonly slots: ClassSlots
}

/** Rows, edges and names come in so many loops that their kinds are spelled out once. */
export const NODE = {
  hidden: NODE_KINDS.indexOf('hidden'),
  array: NODE_KINDS.indexOf('array'),
  object: NODE_KINDS.indexOf('object'),
  code: NODE_KINDS.indexOf('code'),
  closure: NODE_KINDS.indexOf('closure'),
  synthetic: NODE_KINDS.indexOf('synthetic'),
  shape: NODE_KINDS.indexOf('object shape'),
} as const

export const EDGE = {
  context: EDGE_KINDS.indexOf('context'),
  element: EDGE_KINDS.indexOf('element'),
  property: EDGE_KINDS.indexOf('property'),
  internal: EDGE_KINDS.indexOf('internal'),
  hidden: EDGE_KINDS.indexOf('hidden'),
  shortcut: EDGE_KINDS.indexOf('shortcut'),
  weak: EDGE_KINDS.indexOf('weak'),
} as const

/** Whether an edge by itself keeps what it points to alive. */
export function holds(edgeKind: number, fromRow: number): boolean {
  return edgeKind !== EDGE.weak && (edgeKind !== EDGE.shortcut || fromRow === 0)
}

/** What V8 makes for itself: code, feedback, maps. It comes and goes with what is called, whoever holds it. */
export function isEngineKind(nodeKind: number): boolean {
  return nodeKind === NODE.code || nodeKind === NODE.hidden || nodeKind === NODE.shape
}

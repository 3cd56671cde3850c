import { isInSequence } from './id-set.js'
import type { ClassCount, NodeSummary } from './node-summary.js'

/** How much is on the heap at the time of a snapshot. */
export interface HeapTotals {
  readonly nodes: number
  /** Sum of the objects' own sizes. */
  readonly bytes: number
}

/** How the objects of one class changed between two snapshots. */
export interface ClassChange {
  readonly name: string
  /** Growth of their own sizes together; negative when it shrank. */
  readonly bytes: number
  /** `added` less `removed`. */
  readonly count: number
  readonly added: number
  readonly removed: number
}

/** How the heap changed between two snapshots. */
export interface HeapChange {
  readonly bytes: number
  readonly nodes: number
  readonly allocatedNodes: number
  readonly freedNodes: number
  /** Those that changed, the greatest growth in bytes first. */
  readonly classes: readonly ClassChange[]
}

/** Compares by class. `after` has been counted with the ids of `before` at hand. */
export function changeBetween(before: NodeSummary, after: NodeSummary): HeapChange {
  const names = new Set([...after.classes.keys(), ...before.classes.keys()])
  const classes = [...names]
    .map((name) => changeOfClass(name, before.classes.get(name), after.classes.get(name)))
    .filter(({ bytes, added, removed }) => bytes !== 0 || added !== 0 || removed !== 0)
    .sort(
      (one, other) => other.bytes - one.bytes || other.count - one.count || (one.name < other.name ? -1 : 1),
    )
  return {
    bytes: after.totalBytes - before.totalBytes,
    nodes: after.nodeCount - before.nodeCount,
    allocatedNodes: classes.reduce((sum, { added }) => sum + added, 0),
    freedNodes: classes.reduce((sum, { removed }) => sum + removed, 0),
    classes,
  }
}

const NONE: Omit<ClassCount, 'name'> = { count: 0, bytes: 0, traced: 0, survivors: 0 }

function changeOfClass(
  name: string,
  before: Omit<ClassCount, 'name'> = NONE,
  after: Omit<ClassCount, 'name'> = NONE,
): ClassChange {
  const count = after.count - before.count
  // What cannot be traced by its id is known by its number alone.
  const untraced = after.count - after.traced - (before.count - before.traced)
  const gone = Math.max(0, before.traced - after.survivors)
  const removed = gone + Math.max(0, -untraced)
  return { name, bytes: after.bytes - before.bytes, count, added: count + removed, removed }
}

/** Whether these can be two snapshots of one process, the earlier one first. An object seldom changes its class. */
export function inSequence(before: NodeSummary, after: NodeSummary): boolean {
  let survivors = 0
  let changed = 0
  for (const each of after.classes.values()) {
    survivors += each.survivors
    changed += Math.max(0, each.survivors - (before.classes.get(each.name)?.traced ?? 0))
  }
  return isInSequence(survivors, changed + after.outOfSequence)
}

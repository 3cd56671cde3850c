import type { ClassSlots } from '../diff/class-slots.js'
import type { SnapshotDiff } from '../diff/diff-snapshots.js'
import { changeBetween, type HeapTotals, inSequence } from '../diff/heap-change.js'
import type { ClassCount, NodeSummary } from '../diff/node-summary.js'
import { idsOf } from '../diff/tally-nodes.js'
import { SnapshotError } from '../snapshot-error.js'
import { withoutHeld } from './without-held.js'

/** Which objects were on a heap at one moment, and of which class. Holds none of them, and nothing of their content. */
export interface HeapCensus extends HeapTotals {
  /** What has changed since an earlier one of this thread; what that one holds itself is left out. */
  since(earlier: HeapCensus): Omit<SnapshotDiff, 'clusters'>
}

interface CensusRows {
  readonly nodeIds: Uint32Array
  readonly slots: ClassSlots
  readonly slotNames: readonly string[]
}

/**
 * One buffer, so that the heap which is counted next has hardly an object more: an id for each node, the number of its
 * class, and the classes as text.
 */
export class CountedHeap implements HeapCensus {
  readonly nodes: number
  readonly bytes: number
  readonly #ids: Uint32Array
  readonly #classes: Uint32Array | Uint16Array
  readonly #table: Uint8Array

  constructor(summary: NodeSummary, { nodeIds, slots, slotNames }: CensusRows) {
    const { nodeCount, totalBytes, classes } = summary
    this.nodes = nodeCount
    this.bytes = totalBytes
    const table = new TextEncoder().encode(JSON.stringify([...classes.values()]))
    const few = classes.size <= 0xffff
    const width = few ? 2 : 4
    const buffer = new ArrayBuffer(nodeCount * (4 + width) + table.length)
    this.#ids = new Uint32Array(buffer, 0, nodeCount)
    this.#ids.set(nodeIds.subarray(0, nodeCount))
    this.#classes = new (few ? Uint16Array : Uint32Array)(buffer, nodeCount * 4, nodeCount)
    this.#table = new Uint8Array(buffer, nodeCount * (4 + width))
    this.#table.set(table)
    const numbers = new Map([...classes.keys()].map((name, number) => [name, number]))
    const numberOf = slotNames.map((name) => numbers.get(name) as number)
    for (let row = 0; row < nodeCount; row++) this.#classes[row] = numberOf[slots.slotOf(row)] as number
  }

  since(earlier: HeapCensus): Omit<SnapshotDiff, 'clusters'> {
    if (!(earlier instanceof CountedHeap)) {
      throw new SnapshotError('ERR_PLIMSOLL_SNAPSHOT_FORMAT', 'Expected a census of takeHeapCensus()')
    }
    const before = earlier.#summary()
    const after = withoutHeld(this.#summary(earlier.#ids), earlier.#ids.buffer.byteLength)
    return {
      before: { nodes: before.nodeCount, bytes: before.totalBytes },
      after: { nodes: after.nodeCount, bytes: after.totalBytes },
      change: changeBetween(before, after),
      inSequence: inSequence(before, after),
    }
  }

  #summary(earlierIds: Uint32Array = new Uint32Array(0)): NodeSummary {
    const classes = JSON.parse(new TextDecoder().decode(this.#table)) as ClassCount[]
    const survivors = new Float64Array(classes.length)
    const { words, maxId } = idsOf({ nodeCount: earlierIds.length, nodeIds: earlierIds })
    let outOfSequence = 0
    for (let row = 0; row < this.nodes; row++) {
      const id = this.#ids[row] as number
      if ((id & 1) === 0 || id > maxId) continue
      const known = (((words[id >>> 6] as number) >>> ((id >>> 1) & 31)) & 1) === 1
      if (!known) outOfSequence++
      else survivors[this.#classes[row] as number] = (survivors[this.#classes[row] as number] as number) + 1
    }
    return {
      nodeCount: this.nodes,
      totalBytes: this.bytes,
      classes: new Map(
        classes.map((each, number) => [each.name, { ...each, survivors: survivors[number] as number }]),
      ),
      outOfSequence,
    }
  }
}

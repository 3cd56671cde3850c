import { WIDE } from '../parse/columns.js'
import { ClassSlots, type NamedSlots } from './class-slots.js'
import { type IdSet, wordsFor } from './id-set.js'
import type { NodeColumns } from './node-columns.js'

/** What one pass over the nodes of a snapshot counts; arrays are by slot of {@link ClassSlots}. */
export interface NodeTally<Slots extends NamedSlots = NamedSlots> {
  readonly slots: Slots
  readonly counts: Float64Array
  readonly bytes: Float64Array
  /** Of `counts`, those whose id does not say which object they are. */
  readonly untraced: Float64Array
  /** Of the others, those that the earlier snapshot does not have; all, when there was none. */
  readonly newcomers: Float64Array
  readonly nodeCount: number
  readonly totalBytes: number
  /**
   * New objects whose id was given out before the earlier snapshot was taken: none, within one process. All objects,
   * when none is newer than that snapshot: it is not the earlier one.
   */
  readonly outOfSequence: number
}

/** Counts nodes by class, and those that `earlier` does not have. Linear; 8 bytes a class and one bit an id. */
export function tallyNodes(nodes: NodeColumns, earlier?: IdSet): NodeTally<ClassSlots> {
  const { nodeCount, nodeIds, nodeSizes, wideSizes } = nodes
  const slots = new ClassSlots(nodes)
  const known = earlier?.words ?? new Uint32Array(1)
  const knownUpTo = earlier === undefined ? 0 : earlier.maxId
  let columns = emptyColumns(1024)
  let { counts, bytes, untraced, newcomers } = columns
  let totalBytes = 0
  let outOfSequence = 0
  let reachesUpTo = false
  for (let row = 0; row < nodeCount; row++) {
    const slot = slots.slotOf(row)
    if (slot >= counts.length) {
      columns = grown(columns)
      ;({ counts, bytes, untraced, newcomers } = columns)
    }
    let size = nodeSizes[row] as number
    if (size === WIDE) size = wideSizes.get(row) ?? size
    totalBytes += size
    bytes[slot] = (bytes[slot] as number) + size
    counts[slot] = (counts[slot] as number) + 1
    const id = nodeIds[row] as number
    if ((id & 1) === 0 || id === WIDE) {
      untraced[slot] = (untraced[slot] as number) + 1
    } else if (id > knownUpTo) {
      newcomers[slot] = (newcomers[slot] as number) + 1
      reachesUpTo = true
    } else if ((((known[id >>> 6] as number) >>> ((id >>> 1) & 31)) & 1) === 0) {
      newcomers[slot] = (newcomers[slot] as number) + 1
      outOfSequence++
    } else if (id === knownUpTo) {
      reachesUpTo = true
    }
  }
  if (earlier !== undefined && !reachesUpTo) outOfSequence = nodeCount
  return { ...columns, slots, nodeCount, totalBytes, outOfSequence }
}

/** The ids of a snapshot's objects. Linear; one bit an id. */
export function idsOf({ nodeCount, nodeIds }: Pick<NodeColumns, 'nodeCount' | 'nodeIds'>): IdSet {
  let maxId = 0
  for (let row = 0; row < nodeCount; row++) {
    const id = nodeIds[row] as number
    if (id > maxId && (id & 1) === 1 && id !== WIDE) maxId = id
  }
  const words = wordsFor(maxId)
  let count = 0
  for (let row = 0; row < nodeCount; row++) {
    const id = nodeIds[row] as number
    if ((id & 1) === 0 || id === WIDE) continue
    const word = words[id >>> 6] as number
    const bit = 1 << ((id >>> 1) & 31)
    if ((word & bit) === 0) count++
    words[id >>> 6] = word | bit
  }
  return { words, count, maxId }
}

type ClassColumns = Record<'counts' | 'bytes' | 'untraced' | 'newcomers', Float64Array<ArrayBuffer>>

function emptyColumns(length: number): ClassColumns {
  return {
    counts: new Float64Array(length),
    bytes: new Float64Array(length),
    untraced: new Float64Array(length),
    newcomers: new Float64Array(length),
  }
}

function grown(from: ClassColumns): ClassColumns {
  const columns = emptyColumns(from.counts.length * 2)
  columns.counts.set(from.counts)
  columns.bytes.set(from.bytes)
  columns.untraced.set(from.untraced)
  columns.newcomers.set(from.newcomers)
  return columns
}

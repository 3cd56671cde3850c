import { WIDE } from '../parse/columns.js'
import { ClassSlots } from './class-slots.js'
import { type IdSet, wordsFor } from './id-set.js'
import type { NodeColumns } from './node-columns.js'

/** What one pass over the nodes of a snapshot counts; arrays are by slot of {@link ClassSlots}. */
export interface NodeTally {
  readonly slots: ClassSlots
  readonly counts: Float64Array
  readonly bytes: Float64Array
  /** Of `counts`, those whose id says which object they are. */
  readonly traced: Float64Array
  /** Of `traced`, those that the earlier snapshot has, too. */
  readonly survivors: Float64Array
  readonly ids: IdSet
  readonly nodeCount: number
  readonly totalBytes: number
  /** New objects whose id was given out before the earlier snapshot was taken: none, within one process. */
  readonly outOfSequence: number
}

/** Counts nodes by class, and those that `earlier` has. Linear; 8 bytes a class and one bit an id. */
export function tallyNodes(nodes: NodeColumns, earlier?: IdSet): NodeTally {
  const { nodeCount, nodeIds, nodeSizes, wideSizes } = nodes
  const slots = new ClassSlots(nodes)
  const maxId = greatestTracedId(nodes)
  const words = wordsFor(maxId)
  const known = earlier?.words ?? new Uint32Array(1)
  const knownUpTo = earlier === undefined ? -1 : earlier.maxId
  let columns = emptyColumns(1024)
  let count = 0
  let totalBytes = 0
  let outOfSequence = 0
  for (let row = 0; row < nodeCount; row++) {
    const slot = slots.slotOf(row)
    if (slot >= columns.counts.length) columns = grown(columns)
    let size = nodeSizes[row] as number
    if (size === WIDE) size = wideSizes.get(row) ?? size
    totalBytes += size
    columns.bytes[slot] = (columns.bytes[slot] as number) + size
    columns.counts[slot] = (columns.counts[slot] as number) + 1
    const id = nodeIds[row] as number
    if ((id & 1) === 0 || id === WIDE) continue
    columns.traced[slot] = (columns.traced[slot] as number) + 1
    const word = id >>> 6
    const bit = 1 << ((id >>> 1) & 31)
    if (((words[word] as number) & bit) === 0) count++
    words[word] = (words[word] as number) | bit
    if (id > knownUpTo) continue
    if (((known[word] as number) & bit) !== 0) {
      columns.survivors[slot] = (columns.survivors[slot] as number) + 1
    } else {
      outOfSequence++
    }
  }
  return { ...columns, slots, ids: { words, count, maxId }, nodeCount, totalBytes, outOfSequence }
}

function greatestTracedId({ nodeCount, nodeIds }: NodeColumns): number {
  let greatest = 0
  for (let row = 0; row < nodeCount; row++) {
    const id = nodeIds[row] as number
    if (id > greatest && (id & 1) === 1 && id !== WIDE) greatest = id
  }
  return greatest
}

type ClassColumns = Record<'counts' | 'bytes' | 'traced' | 'survivors', Float64Array<ArrayBuffer>>

function emptyColumns(length: number): ClassColumns {
  return {
    counts: new Float64Array(length),
    bytes: new Float64Array(length),
    traced: new Float64Array(length),
    survivors: new Float64Array(length),
  }
}

function grown(from: ClassColumns): ClassColumns {
  const columns = emptyColumns(from.counts.length * 2)
  columns.counts.set(from.counts)
  columns.bytes.set(from.bytes)
  columns.traced.set(from.traced)
  columns.survivors.set(from.survivors)
  return columns
}

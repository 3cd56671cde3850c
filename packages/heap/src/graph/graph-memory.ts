import type { Arena } from '../parse/arena.js'
import type { Numbering } from './numbering.js'

/** Classes that memory is set aside for. */
export const MAX_CLASSES = 65_536

/** Sundries, and what is lost to alignment. */
const SUNDRY_BYTES = 65_536

/**
 * Bytes that an analysis takes from the arena.
 *
 * @param fromFile names of edges can be read again: their column is free
 */
export function graphBytes(nodeCount: number, edgeCount: number, fromFile: boolean): number {
  const entries = nodeCount + 2
  const predecessors = fromFile ? 0 : 4 * edgeCount
  const retained = fromFile && edgeCount >= 2 * entries ? 0 : 8 * entries
  const classes = 4 * nodeCount + 24 * MAX_CLASSES
  return 20 * entries + nodeCount / 8 + predecessors + retained + classes + SUNDRY_BYTES
}

/** The arrays of an analysis. Where one has served its purpose, another takes its place. */
export interface GraphMemory {
  readonly numbering: Numbering
  /** In place of `cursors` and of the halves of `pairs`, once dominators are known. */
  readonly extents: Uint32Array
  readonly order: Uint32Array
  readonly classOf: Uint32Array
  predecessors(count: number): Uint32Array
  /** In place of the predecessors, if it fits. */
  retained(): Float64Array
}

/** @param spare the column of edge names, where nobody needs it any more: it saves its size at the peak */
export function graphMemory(arena: Arena, nodeCount: number, spare: Uint32Array | undefined): GraphMemory {
  const entries = nodeCount + 2
  const pairs = arena.uint32(2 * entries)
  const cursors = arena.uint32(entries).fill(0)
  return {
    numbering: {
      numberOf: arena.uint32(nodeCount).fill(0),
      parentOf: arena.uint32(entries),
      cursors,
      pairs,
      owned: arena.uint32((nodeCount >>> 5) + 1).fill(0),
      state: arena.uint32(8),
    },
    extents: cursors,
    order: pairs.subarray(0, entries),
    classOf: pairs.subarray(entries),
    predecessors: (count) => (spare !== undefined && count <= spare.length ? spare : arena.uint32(count)),
    retained: () => {
      const fits = spare !== undefined && spare.byteOffset % 8 === 0 && spare.length >= 2 * entries
      return fits ? new Float64Array(spare.buffer, spare.byteOffset, entries) : arena.float64(entries)
    },
  }
}

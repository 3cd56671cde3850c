import { KIND_BITS, NATIVE, OBJECT } from '../graph/node-codes.js'
import { SLICE } from '../graph/slice.js'
import type { Kernel, KernelExports } from '../kernel/kernel.js'
import type { Arena } from '../parse/arena.js'
import { WIDE } from '../parse/columns.js'
import { NODE_KINDS } from '../parse/kinds.js'
import { type NamedSlots, slotClassName } from './class-slots.js'
import type { IdSet } from './id-set.js'
import type { NodeColumns } from './node-columns.js'
import { idsOf, type NodeTally, tallyNodes } from './tally-nodes.js'

/** So many classes are counted in the kernel's memory. */
const MAX_SLOTS = 8_192
const SUMS = 4
const SUNDRY_BYTES = 4_096

/** The nodes of a snapshot in its kernel's memory, with room for {@link tallyBytes} beside them. */
export interface TallySource {
  readonly nodes: NodeColumns
  /** Names of nodes are strings before this one. */
  readonly nameCount: number
  readonly kernel: Kernel
}

/** What counting takes from the arena: a slot a name, the sums of classes, and one bit an id. */
export function tallyBytes(nodeCount: number): number {
  return 4 * mostNames(nodeCount) + idBytes(nodeCount) + MAX_SLOTS * (4 + 8 * SUMS) + SUNDRY_BYTES
}

/** V8 has fewer strings than nodes. */
const mostNames = (nodeCount: number): number => nodeCount + 1_024

/** Ids are given out to what has long gone, too: so many bytes of bits are set aside for them. */
const idBytes = (nodeCount: number): number => nodeCount + 65_536

/** As `tallyNodes`, by the kernel where it can. */
export function tallyByKernel(source: TallySource, earlier?: IdSet): NodeTally {
  const { nodes, kernel } = source
  const { exports, arena } = kernel
  const { nodeCount } = nodes
  const fits =
    source.nameCount <= mostNames(nodeCount) && 4 * (earlier?.words.length ?? 0) <= idBytes(nodeCount)
  if (exports === undefined || !fits) return tallyNodes(nodes, earlier)
  const mark = arena.mark()
  try {
    return tallied(source, exports, earlier) ?? tallyNodes(nodes, earlier)
  } finally {
    arena.release(mark)
  }
}

/** `undefined` when there are more classes than there is room for. */
function tallied(
  { nodes, nameCount, kernel }: TallySource,
  exports: KernelExports,
  earlier: IdSet | undefined,
): NodeTally | undefined {
  const { arena } = kernel
  const { nodeCount, nodeKinds, nodeNames, nodeIds, nodeSizes, wideSizes } = nodes
  const slotOfName = arena.uint32(nameCount).fill(0)
  const names = arena.uint32(MAX_SLOTS)
  const sums = arena.float64(MAX_SLOTS * SUMS).fill(0)
  const state = arena.uint32(3).fill(0)
  const known = arena.uint32(earlier?.words.length ?? 0)
  if (earlier !== undefined) known.set(earlier.words)
  for (let from = 0; from < nodeCount; from += SLICE) {
    const to = Math.min(nodeCount, from + SLICE)
    const done = exports.tally?.(
      ...[nodeKinds, nodeNames, nodeIds, nodeSizes, slotOfName].map(pointer),
      nameCount,
      NODE_KINDS.length,
      ...[names, sums].map(pointer),
      MAX_SLOTS,
      known.byteOffset,
      earlier?.maxId ?? 0,
      state.byteOffset,
      from,
      to,
    )
    if (done !== to) return undefined
  }
  for (const [row, bytes] of wideSizes) {
    const kind = (nodeKinds[row] as number) & KIND_BITS
    const named = kind === OBJECT || kind === NATIVE
    const at = (named ? (slotOfName[nodeNames[row] as number] as number) : kind) * SUMS + 1
    sums[at] = (sums[at] as number) - WIDE + bytes
  }
  const slots = new KernelSlots(names.slice(0, state[0]))
  const column = (which: number): Float64Array<ArrayBuffer> =>
    Float64Array.from({ length: slots.count }, (_, slot) => sums[slot * SUMS + which] as number)
  const bytes = column(1)
  return {
    slots,
    counts: column(0),
    bytes,
    untraced: column(2),
    newcomers: column(3),
    nodeCount,
    totalBytes: bytes.reduce((sum, each) => sum + each, 0),
    outOfSequence: earlier !== undefined && state[2] === 0 ? nodeCount : (state[1] as number),
  }
}

/** As `idsOf`, by the kernel where it can. */
export function idsByKernel({ nodes, kernel }: Pick<TallySource, 'nodes' | 'kernel'>): IdSet {
  const { exports, arena } = kernel
  if (exports === undefined) return idsOf(nodes)
  const mark = arena.mark()
  try {
    return idsIn(nodes, arena, exports) ?? idsOf(nodes)
  } finally {
    arena.release(mark)
  }
}

function idsIn({ nodeCount, nodeIds }: NodeColumns, arena: Arena, exports: KernelExports): IdSet | undefined {
  let maxId = 0
  for (let from = 0; from < nodeCount; from += SLICE) {
    const to = Math.min(nodeCount, from + SLICE)
    maxId = (exports.greatestId?.(nodeIds.byteOffset, from, to, maxId) ?? 0) >>> 0
  }
  const wordCount = (maxId >>> 6) + 1
  if (wordCount * 4 > idBytes(nodeCount)) return undefined
  const words = arena.uint32(wordCount).fill(0)
  let count = 0
  for (let from = 0; from < nodeCount; from += SLICE) {
    const to = Math.min(nodeCount, from + SLICE)
    count += exports.markIds?.(nodeIds.byteOffset, words.byteOffset, from, to) ?? 0
  }
  // It outlives the snapshot.
  return { words: words.slice(), count, maxId }
}

/** The slots that the kernel gave, by the names that it wrote down. */
class KernelSlots implements NamedSlots {
  readonly #names: Uint32Array

  constructor(names: Uint32Array) {
    this.#names = names
  }

  get count(): number {
    return NODE_KINDS.length + this.#names.length
  }

  nameIndex(slot: number): number | undefined {
    return slot < NODE_KINDS.length ? undefined : this.#names[slot - NODE_KINDS.length]
  }

  className(slot: number, text: string): string {
    return slotClassName(slot, text)
  }
}

function pointer(array: ArrayBufferView): number {
  return array.byteOffset
}

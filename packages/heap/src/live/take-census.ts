import { checkOptions } from '../check-options.js'
import { nameIndices, nameTally, slotNames } from '../diff/node-summary.js'
import { tallyNodes } from '../diff/tally-nodes.js'
import { SnapshotParser } from '../parse/snapshot-parser.js'
import { heapFigures, readLiveSnapshot, residentBytes } from '../platform/live-heap.js'
import { readMemoryHeadroom } from '../platform/memory-headroom.js'
import { checkMemory } from './check-memory.js'
import { CountedHeap, type HeapCensus } from './heap-census.js'
import { type HeapDiffOptions, LIVE_OPTIONS } from './heap-diff.js'
import { SnapshotNeed } from './snapshot-need.js'

const WINDOW_BYTES = 1 << 19
/** Reading what the process holds takes 14 microseconds, a piece of 64 KB 200. */
const PIECES_A_LOOK = 64

const need = new SnapshotNeed()

/**
 * Counts what is on the heap of this thread, now: when this returns it is done. `HeapDiff` does the same with less of
 * this thread's time; this is for those who cannot wait.
 *
 * The thread pauses while V8 writes a snapshot, 3 to 5 microseconds for each object, and up to half as long again
 * while it is read. What is kept are 6 bytes for each object.
 *
 * Throws `ERR_PLIMSOLL_SNAPSHOT_MEMORY` with the figures when container or host have not the memory that V8 may need.
 */
export function takeHeapCensus(options: HeapDiffOptions = {}): HeapCensus {
  checkOptions('takeHeapCensus', options, LIVE_OPTIONS)
  const { headroom = readMemoryHeadroom, force = false } = options
  const figures = heapFigures()
  const beforeBytes = residentBytes()
  if (!force) checkMemory(need.estimate(figures, beforeBytes), headroom())
  const parser = new SnapshotParser({
    parts: 'nodes',
    file: undefined,
    edgeNames: 'drop',
    kernel: undefined,
    scratchBytes: () => 0,
    windowBytes: WINDOW_BYTES,
  })
  let peakBytes = 0
  let pieces = 0
  readLiveSnapshot((chunk) => {
    if (pieces++ % PIECES_A_LOOK === 0) peakBytes = Math.max(peakBytes, residentBytes())
    parser.feed(chunk)
  })
  const { header, nodes, strings } = parser.finish()
  const { target, wideSizes } = nodes
  const { nodeKinds, nodeNames, nodeIds, nodeSizes } = target
  const { nodeCount } = header
  const tally = tallyNodes({ nodeCount, nodeKinds, nodeNames, nodeIds, nodeSizes, wideSizes })
  const texts = nameIndices(tally).map((index) => strings?.text(index) ?? '')
  const rows = { nodeIds, slots: tally.slots, slotNames: slotNames(tally, texts) }
  const census = new CountedHeap(nameTally(tally, texts), rows)
  need.learn(figures, { beforeBytes, peakBytes, afterBytes: residentBytes() })
  return census
}

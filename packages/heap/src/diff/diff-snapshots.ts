import { checkOptions } from '../check-options.js'
import { findClusters } from '../clusters/find-clusters.js'
import type { HeapCluster } from '../clusters/heap-cluster.js'
import { inTurns, openClusterSource } from './cluster-source.js'
import type { SnapshotDiffOptions } from './diff-options.js'
import { DIFF_OPTIONS } from './diff-options.js'
import type { DiffSource } from './diff-source.js'
import { changeBetween, type HeapChange, type HeapTotals, inSequence } from './heap-change.js'
import type { NodeSummary } from './node-summary.js'
import { summarizeLater, summarizeParsed, summarizeSource } from './summarize-source.js'

/** What changed from one snapshot to a later one. Plain data: `JSON.stringify` keeps all of it. */
export interface SnapshotDiff {
  readonly before: HeapTotals
  readonly after: HeapTotals
  readonly change: HeapChange
  /**
   * Whether these can be two snapshots of one process, the earlier one first. When not, counts and bytes by class
   * hold, but what was added, removed and clustered means nothing.
   */
  readonly inSequence: boolean
  /** What is new, by where it is held: the application's first, then by bytes; at most 100. Only when asked for. */
  readonly clusters?: readonly HeapCluster[]
}

/**
 * Compares two snapshots of one process by class, and tells where what is new is held.
 *
 * Of files only the nodes are read, a third of the bytes; with `clusters` all of the later one. Each source is the
 * path of a snapshot, a stream, or an open snapshot, which stays open; the first may be a baseline or its path. Rejects
 * with a `SnapshotError` for a source that is none of them.
 *
 * @example
 * const { change, clusters } = await diffSnapshots('before.heapsnapshot', 'after.heapsnapshot', { clusters: true })
 * for (const { count, name, growthPoint } of clusters ?? []) console.log(count, name, growthPoint.path)
 */
export async function diffSnapshots(
  before: DiffSource,
  after: DiffSource,
  options: SnapshotDiffOptions = {},
): Promise<SnapshotDiff> {
  checkOptions('diffSnapshots', options, DIFF_OPTIONS)
  const first = await summarizeSource(before, options)
  if (options.clusters !== true) return diffOf(first, await summarizeLater(after, options, first.ids))
  const source = await openClusterSource(after, options)
  try {
    const second = await summarizeParsed(source, first.ids)
    options.signal?.throwIfAborted()
    const clusters = await inTurns(findClusters(source, first.ids), options.signal)
    return { ...diffOf(first, second), clusters }
  } finally {
    source.close()
  }
}

function diffOf(before: NodeSummary, after: NodeSummary): Omit<SnapshotDiff, 'clusters'> {
  return {
    before: { nodes: before.nodeCount, bytes: before.totalBytes },
    after: { nodes: after.nodeCount, bytes: after.totalBytes },
    change: changeBetween(before, after),
    inSequence: inSequence(before, after),
  }
}

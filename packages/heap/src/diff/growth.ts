import { checkOptions } from '../check-options.js'
import { findGrowth } from '../clusters/find-clusters.js'
import type { ClusterGrowth } from '../clusters/heap-cluster.js'
import { SnapshotError } from '../snapshot-error.js'
import { inTurns, openClusterSource } from './cluster-source.js'
import type { SnapshotDiffOptions } from './diff-options.js'
import { DIFF_OPTIONS } from './diff-options.js'
import type { DiffSource } from './diff-source.js'
import { type HeapTotals, inSequence } from './heap-change.js'
import { idsInSequence } from './id-set.js'
import type { BaselineSummary, NodeSummary } from './node-summary.js'
import { summarizeLater, summarizeParsed, summarizeSource } from './summarize-source.js'

/** So many generations are told apart. */
const MOST_SNAPSHOTS = 255

/** A class that grew from each snapshot to the next. */
export interface ClassGrowth {
  readonly name: string
  /** In each snapshot. */
  readonly counts: readonly number[]
  readonly bytes: readonly number[]
}

/** What grew in every one of a row of snapshots. Plain data: `JSON.stringify` keeps all of it. */
export interface HeapGrowth {
  readonly snapshots: readonly HeapTotals[]
  /** By count or by bytes; the greatest growth in bytes first. */
  readonly classes: readonly ClassGrowth[]
  /** Whether all of these can be from one process, in this order. */
  readonly inSequence: boolean
  /** The application's first, then by bytes. Only when asked for. */
  readonly clusters?: readonly ClusterGrowth[]
}

/**
 * Tells what grew in every one of two or more snapshots of one process, the oldest first: a cache that is full, a
 * connection that was open by chance grow once, a leak grows each time.
 *
 * All but the last may be baselines. Reads nodes alone; with `clusters` the edges of the last snapshot, too. Rejects with
 * a `SnapshotError` when there are fewer than two, or more than 255, or one is no snapshot.
 *
 * @example
 * const { clusters } = await growth(['9h.baseline', '10h.baseline', '11h.heapsnapshot'], { clusters: true })
 */
export async function growth(
  sources: readonly DiffSource[],
  options: SnapshotDiffOptions = {},
): Promise<HeapGrowth> {
  checkOptions('growth', options, DIFF_OPTIONS)
  if (!Array.isArray(sources) || sources.length < 2 || sources.length > MOST_SNAPSHOTS) {
    const received = Array.isArray(sources) ? sources.length : typeof sources
    throw new SnapshotError(
      'ERR_PLIMSOLL_SNAPSHOT_FORMAT',
      `Expected 2 to ${MOST_SNAPSHOTS} snapshots, got ${received}`,
    )
  }
  const summaries: BaselineSummary[] = []
  for (const source of sources.slice(0, -1)) summaries.push(await summarizeSource(source, options))
  const latest = sources.at(-1) as DiffSource
  const earlier = summaries.at(-1) as BaselineSummary
  if (options.clusters !== true) {
    return growthOf(summaries, await summarizeLater(latest, options, earlier.ids))
  }
  const source = await openClusterSource(latest, options)
  try {
    const last = await summarizeParsed(source, earlier.ids)
    options.signal?.throwIfAborted()
    const ids = summaries.map((summary) => summary.ids)
    const clusters = await inTurns(findGrowth(source, ids), options.signal)
    return { ...growthOf(summaries, last), clusters }
  } finally {
    source.close()
  }
}

function growthOf(earlier: readonly BaselineSummary[], last: NodeSummary): Omit<HeapGrowth, 'clusters'> {
  const summaries = [...earlier, last]
  const classes = [...last.classes.keys()]
    .map((name): ClassGrowth => {
      const each = summaries.map((summary) => summary.classes.get(name))
      return { name, counts: each.map((one) => one?.count ?? 0), bytes: each.map((one) => one?.bytes ?? 0) }
    })
    .filter(({ counts, bytes }) => rises(counts) || rises(bytes))
    .sort((one, other) => rise(other.bytes) - rise(one.bytes) || rise(other.counts) - rise(one.counts))
  return {
    snapshots: summaries.map(({ nodeCount, totalBytes }) => ({ nodes: nodeCount, bytes: totalBytes })),
    classes,
    inSequence: inSequence(earlier.at(-1) as BaselineSummary, last) && areInSequence(earlier),
  }
}

function areInSequence(summaries: readonly BaselineSummary[]): boolean {
  return summaries.every(
    ({ ids }, at) => at === 0 || idsInSequence((summaries[at - 1] as BaselineSummary).ids, ids),
  )
}

function rises(values: readonly number[]): boolean {
  return values.every((value, at) => at === 0 || value > (values[at - 1] as number))
}

function rise(values: readonly number[]): number {
  return (values.at(-1) ?? 0) - (values[0] ?? 0)
}

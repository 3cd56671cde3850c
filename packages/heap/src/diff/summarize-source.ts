import { parsedOf } from '../analyzed-snapshot.js'
import type { HeapSnapshot } from '../heap-snapshot.js'
import { parseNodes } from '../parse/parse-nodes.js'
import type { ParsedSnapshot } from '../parse/parsed-snapshot.js'
import { SnapshotError } from '../snapshot-error.js'
import type { ClusterSource } from './cluster-source.js'
import type { ReadingOptions } from './diff-options.js'
import type { DiffSource } from './diff-source.js'
import { baselineSummary } from './heap-baseline.js'
import type { IdSet } from './id-set.js'
import { idsByKernel, type TallySource, tallyByKernel, tallyBytes } from './kernel-tally.js'
import type { NodeColumns } from './node-columns.js'
import { type BaselineSummary, type NameReader, type NodeSummary, summarizeTally } from './node-summary.js'
import { readBaselineFile } from './read-baseline.js'
import { idsOf, type NodeTally, tallyNodes } from './tally-nodes.js'

/** Counts what a source has, and which objects those are; of a file from its nodes alone. */
export async function summarizeSource(source: DiffSource, options: ReadingOptions): Promise<BaselineSummary> {
  return (
    (await baselineIn(source)) ??
    withNodes(source, options, async (counter, names) => ({
      ...(await summarizeTally(counter.tally(), names)),
      ids: counter.ids(),
    }))
  )
}

/** Counts what a later source has, and what of it an earlier one had. */
export async function summarizeLater(
  source: DiffSource,
  options: ReadingOptions,
  earlier: IdSet,
): Promise<NodeSummary> {
  if ((await baselineIn(source)) !== undefined) {
    // It says which objects there were, not of which class each was: nothing can be told of what came to it.
    throw new SnapshotError(
      'ERR_PLIMSOLL_SNAPSHOT_FORMAT',
      'Expected a snapshot to compare with what is before it, got a baseline: it cannot come last',
    )
  }
  return withNodes(source, options, (counter, names) => summarizeTally(counter.tally(earlier), names))
}

/** Counts what a snapshot has whose columns are at hand, and what of it an earlier one had. */
export function summarizeParsed(
  { parsed, arena }: Pick<ClusterSource, 'parsed' | 'arena'>,
  earlier: IdSet,
): Promise<NodeSummary> {
  const { columns, kernel, strings } = parsed
  const hasRoom = arena === kernel.arena
  const counter = hasRoom
    ? byKernel({ nodes: columns, nameCount: strings.count, kernel })
    : byColumns(columns)
  return summarizeTally(counter.tally(earlier), namesIn(parsed))
}

/** The two ways of counting the nodes of a snapshot. */
interface NodeCounter {
  tally(earlier?: IdSet): NodeTally
  ids(): IdSet
}

function byKernel(source: TallySource): NodeCounter {
  return { tally: (earlier) => tallyByKernel(source, earlier), ids: () => idsByKernel(source) }
}

function byColumns(nodes: NodeColumns): NodeCounter {
  return { tally: (earlier) => tallyNodes(nodes, earlier), ids: () => idsOf(nodes) }
}

async function withNodes<Result>(
  source: DiffSource,
  options: ReadingOptions,
  use: (counter: NodeCounter, names: NameReader) => Promise<Result>,
): Promise<Result> {
  const parsed = typeof source === 'string' ? undefined : parsedOf(source as HeapSnapshot)
  // Who opened it has set no room aside for this.
  if (parsed !== undefined) return use(byColumns(parsed.columns), namesIn(parsed))
  const nodes = await parseNodes(source as string | AsyncIterable<Uint8Array>, {
    ...options,
    scratchBytes: tallyBytes,
  })
  try {
    const { kernel, nameCount } = nodes
    return await use(byKernel({ nodes, nameCount, kernel }), (indices) => nodes.names(indices))
  } finally {
    nodes.close()
  }
}

function namesIn({ strings }: ParsedSnapshot): NameReader {
  return (indices) => indices.map((index) => strings.text(index) ?? '')
}

async function baselineIn(source: DiffSource): Promise<BaselineSummary | undefined> {
  return typeof source === 'string' ? readBaselineFile(source) : baselineSummary(source)
}

import { parsedOf } from '../analyzed-snapshot.js'
import type { HeapSnapshot } from '../heap-snapshot.js'
import { parseNodes } from '../parse/parse-nodes.js'
import type { ParsedSnapshot } from '../parse/parsed-snapshot.js'
import { SnapshotError } from '../snapshot-error.js'
import type { ReadingOptions } from './diff-options.js'
import type { DiffSource } from './diff-source.js'
import { baselineSummary } from './heap-baseline.js'
import type { IdSet } from './id-set.js'
import type { NodeColumns } from './node-columns.js'
import { type BaselineSummary, type NameReader, type NodeSummary, summarizeTally } from './node-summary.js'
import { readBaselineFile } from './read-baseline.js'
import { idsOf, tallyNodes } from './tally-nodes.js'

/** Counts what a source has, and which objects those are; of a file from its nodes alone. */
export async function summarizeSource(source: DiffSource, options: ReadingOptions): Promise<BaselineSummary> {
  return (
    (await baselineIn(source)) ??
    withNodes(source, options, async (nodes, names) => ({
      ...(await summarizeTally(tallyNodes(nodes), names)),
      ids: idsOf(nodes),
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
  return withNodes(source, options, (nodes, names) => summarizeTally(tallyNodes(nodes, earlier), names))
}

/** Counts what an open snapshot has, and what of it an earlier one had. */
export function summarizeParsed(parsed: ParsedSnapshot, earlier: IdSet): Promise<NodeSummary> {
  return summarizeTally(tallyNodes(parsed.columns, earlier), namesIn(parsed))
}

async function withNodes<Result>(
  source: DiffSource,
  options: ReadingOptions,
  use: (nodes: NodeColumns, names: NameReader) => Promise<Result>,
): Promise<Result> {
  const parsed = typeof source === 'string' ? undefined : parsedOf(source as HeapSnapshot)
  if (parsed !== undefined) return use(parsed.columns, namesIn(parsed))
  const nodes = await parseNodes(source as string | AsyncIterable<Uint8Array>, options)
  try {
    return await use(nodes, (indices) => nodes.names(indices))
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

import { parsedOf } from '../analyzed-snapshot.js'
import type { HeapSnapshot } from '../heap-snapshot.js'
import { parseNodes } from '../parse/parse-nodes.js'
import type { ParsedSnapshot } from '../parse/parsed-snapshot.js'
import { SnapshotError } from '../snapshot-error.js'
import type { ReadingOptions } from './diff-options.js'
import type { DiffSource } from './diff-source.js'
import { baselineSummary } from './heap-baseline.js'
import type { IdSet } from './id-set.js'
import { type NodeSummary, summarizeTally } from './node-summary.js'
import { readBaselineFile } from './read-baseline.js'
import { tallyNodes } from './tally-nodes.js'

/** Counts what a source has, of a file from its nodes alone; `earlier` is what survivors are counted by. */
export async function summarizeSource(
  source: DiffSource,
  options: ReadingOptions,
  earlier?: IdSet,
): Promise<NodeSummary> {
  const baseline = await baselineIn(source)
  if (baseline !== undefined) {
    if (earlier === undefined) return baseline
    // It says which objects there were, not of which class each was: nothing can be told of what came to it.
    throw new SnapshotError(
      'ERR_PLIMSOLL_SNAPSHOT_FORMAT',
      'Expected a snapshot to compare with the one before, got a baseline: it can only come first',
    )
  }
  if (typeof source === 'string') return summarizeNodes(source, options, earlier)
  const parsed = parsedOf(source as HeapSnapshot)
  if (parsed !== undefined) return summarizeParsed(parsed, earlier)
  return summarizeNodes(source as AsyncIterable<Uint8Array>, options, earlier)
}

async function baselineIn(source: DiffSource): Promise<NodeSummary | undefined> {
  return typeof source === 'string' ? readBaselineFile(source) : baselineSummary(source)
}

/** Counts what an open snapshot has. */
export function summarizeParsed(parsed: ParsedSnapshot, earlier?: IdSet): Promise<NodeSummary> {
  return summarizeTally(tallyNodes(parsed.columns, earlier), (indices) =>
    indices.map((index) => parsed.strings.text(index) ?? ''),
  )
}

async function summarizeNodes(
  source: string | AsyncIterable<Uint8Array>,
  options: ReadingOptions,
  earlier: IdSet | undefined,
): Promise<NodeSummary> {
  const nodes = await parseNodes(source, options)
  try {
    return await summarizeTally(tallyNodes(nodes, earlier), (indices) => nodes.names(indices))
  } finally {
    nodes.close()
  }
}

import { parsedOf } from '../analyzed-snapshot.js'
import { parseNodes } from '../parse/parse-nodes.js'
import type { ParsedSnapshot } from '../parse/parsed-snapshot.js'
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
  if (typeof source === 'string') {
    const kept = await readBaselineFile(source)
    return kept ?? summarizeNodes(source, options, earlier)
  }
  const baseline = baselineSummary(source)
  if (baseline !== undefined) return baseline
  const parsed = parsedOf(source)
  if (parsed !== undefined) return summarizeParsed(parsed, earlier)
  return summarizeNodes(source as AsyncIterable<Uint8Array>, options, earlier)
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

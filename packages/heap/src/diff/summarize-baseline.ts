import { checkOptions } from '../check-options.js'
import type { ReadingOptions } from './diff-options.js'
import { READING_OPTIONS } from './diff-options.js'
import type { DiffSource } from './diff-source.js'
import { baselineOf, type HeapBaseline } from './heap-baseline.js'
import { summarizeSource } from './summarize-source.js'

/**
 * Keeps of a snapshot what a later comparison needs, so that the snapshot itself can go.
 *
 * Of a file only the nodes are read: a quarter of a second and 60 MB for 100 MB. Rejects with a `SnapshotError` when
 * the source is no snapshot.
 *
 * @example
 * const baseline = await summarizeBaseline('monday.heapsnapshot')
 * await writeFile('monday.baseline', baseline.toBytes())
 * const { change } = await diffSnapshots('monday.baseline', 'friday.heapsnapshot')
 */
export async function summarizeBaseline(
  source: DiffSource,
  options: ReadingOptions = {},
): Promise<HeapBaseline> {
  checkOptions('summarizeBaseline', options, READING_OPTIONS)
  return baselineOf(await summarizeSource(source, options))
}

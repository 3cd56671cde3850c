import { openSource, type SnapshotSource } from '../source/open-source.js'
import { runParser } from '../source/run-parser.js'
import { OpenedSnapshot } from './opened-snapshot.js'
import type { ParseOptions } from './parse-options.js'
import type { ParsedSnapshot } from './parsed-snapshot.js'

/**
 * Reads a whole snapshot into columns. Of a path the file stays open until `close`, for strings and names.
 *
 * Rejects with a `SnapshotError` that tells how far it came when the source is no snapshot, or not all of one.
 */
export async function parseSnapshot(
  source: SnapshotSource,
  options: ParseOptions = {},
): Promise<ParsedSnapshot> {
  options.signal?.throwIfAborted()
  const opened = await openSource(source)
  try {
    const { parser, sections } = await runParser(opened, 'all', options)
    return new OpenedSnapshot(sections, parser.position, opened.file)
  } catch (error) {
    opened.file?.close()
    throw error
  }
}

import { findBoundary } from '../parse/find-strings.js'
import type { SnapshotParser } from '../parse/snapshot-parser.js'
import type { SnapshotSections } from '../parse/snapshot-sections.js'
import { readWindows } from './read-file.js'
import type { SourceFile } from './source-file.js'

/** Goes on behind the nodes of a file until string `last` is known; what has been read stays known. */
export async function readStrings(
  file: SourceFile,
  parser: SnapshotParser,
  sections: SnapshotSections,
  last: number,
): Promise<void> {
  if ((sections.strings?.count ?? 0) > last || parser.ended) return
  parser.wantStrings(last)
  if (sections.strings === undefined) {
    const boundary = findBoundary(file, parser.offset)
    if (boundary >= 0) parser.resumeAt(boundary)
  }
  await readWindows(file, parser, sections.windows, () => undefined)
  if (!parser.satisfied) parser.finish()
}

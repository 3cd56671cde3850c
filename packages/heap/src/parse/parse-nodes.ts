import { openSource, type SnapshotSource } from '../source/open-source.js'
import { runParser } from '../source/run-parser.js'
import { OpenedNodes } from './opened-nodes.js'
import type { ParseOptions } from './parse-options.js'
import type { ParsedNodes } from './parsed-snapshot.js'

/**
 * Reads the nodes of a snapshot alone: of a path about a third of its bytes, of a stream all of them.
 *
 * Rejects as `parseSnapshot` does; what is wrong with a file behind its nodes is found by `names`, if at all.
 */
export async function parseNodes(source: SnapshotSource, options: ParseOptions = {}): Promise<ParsedNodes> {
  options.signal?.throwIfAborted()
  const opened = await openSource(source)
  try {
    const { parser, sections } = await runParser(opened, 'nodes', options)
    return new OpenedNodes(parser, sections, opened.file)
  } catch (error) {
    opened.file?.close()
    throw error
  }
}

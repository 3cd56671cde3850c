import type { ParseOptions } from '../parse/parse-options.js'
import type { ParserPlan } from '../parse/parser-plan.js'
import { SnapshotParser } from '../parse/snapshot-parser.js'
import type { SnapshotSections } from '../parse/snapshot-sections.js'
import type { OpenedSource } from './open-source.js'
import { readFile } from './read-file.js'
import { readStream } from './read-stream.js'

const WINDOW_BYTES = 1 << 19

export interface ParserRun {
  readonly parser: SnapshotParser
  readonly sections: SnapshotSections
}

/** Reads a source to the end of what is needed of it. */
export async function runParser(
  source: OpenedSource,
  parts: ParserPlan['parts'],
  options: ParseOptions,
): Promise<ParserRun> {
  const { onProgress, signal } = options
  const parser = new SnapshotParser({
    parts,
    file: source.file,
    edgeNames: options.edgeNames ?? 'drop',
    kernel: options.kernel,
    scratchBytes: options.scratchBytes ?? (() => 0),
    windowBytes: options.windowBytes ?? WINDOW_BYTES,
  })
  const between = (bytesRead: number, totalBytes: number | undefined): undefined => {
    signal?.throwIfAborted()
    const ratio = totalBytes === undefined ? undefined : bytesRead / totalBytes
    onProgress?.({ phase: 'parse', bytesRead, totalBytes, ratio })
  }
  if (source.file === undefined) await readStream(source.stream, parser, between, signal)
  else await readFile(source.file, parser, between)
  signal?.throwIfAborted()
  return { parser, sections: parser.finish() }
}

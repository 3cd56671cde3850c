import type { InputWindow } from '../parse/input-window.js'
import type { SectionReader, SectionSet } from '../parse/section-reader.js'
import type { SourceFile } from './source-file.js'

/** The header of V8 has 1,500 bytes; what is read beyond it is copied. */
const FIRST_READ_BYTES = 16_384

/** What is called before each window: throws to end the reading. */
export type BetweenWindows = (bytesRead: number, totalBytes: number | undefined) => Promise<void> | undefined

/** Reads a file from its start, one window ahead: while one is parsed the thread pool fills the other. */
export async function readFile(
  file: SourceFile,
  parser: SectionReader<SectionSet>,
  between: BetweenWindows,
): Promise<void> {
  const first = new Uint8Array(FIRST_READ_BYTES)
  while (parser.sections === undefined) {
    await between(parser.offset, file.sizeBytes)
    const count = await file.read(first, parser.offset)
    if (count === 0) return
    parser.feed(first.subarray(0, count))
  }
  await readWindows(file, parser, parser.sections.windows, between)
}

/** Goes on from where the parser is. */
export async function readWindows(
  file: SourceFile,
  parser: SectionReader<SectionSet>,
  windows: readonly [InputWindow, InputWindow],
  between: BetweenWindows,
): Promise<void> {
  let { offset } = parser
  let [current, next] = windows
  let reading = file.read(current.room, offset)
  try {
    while (!parser.satisfied) {
      const count = await reading
      if (count === 0) return
      offset += count
      await between(offset, file.sizeBytes)
      reading = file.read(next.room, offset)
      parser.parse(current, count)
      ;[current, next] = [next, current]
    }
  } finally {
    // Whoever closes the file next must not close it under a read.
    await reading.catch(() => 0)
  }
}

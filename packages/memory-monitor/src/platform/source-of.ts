import { findSourceMap } from 'node:module'
import { fileOfUrl, type HeapFrame } from '@plimsoll/heap/profile'
import type { SourceOf } from '../naming/allocators.js'

/** Maps through the source maps that Node has loaded (`--enable-source-maps`). */
export const sourceOf: SourceOf = (frame: HeapFrame): HeapFrame => {
  try {
    const entry = findSourceMap(frame.file)?.findOrigin(frame.line, frame.column)
    if (entry === undefined || !('fileName' in entry)) return frame
    const { fileName, lineNumber, columnNumber, name } = entry
    return {
      functionName: name ?? frame.functionName,
      file: fileOfUrl(fileName),
      line: lineNumber,
      column: columnNumber,
    }
  } catch {
    return frame
  }
}

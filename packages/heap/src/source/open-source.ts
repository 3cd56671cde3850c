import { openSourceFile } from '../platform/open-source-file.js'
import { readPipe } from '../platform/read-pipe.js'
import { SnapshotError } from '../snapshot-error.js'
import type { SourceFile } from './source-file.js'

/** A path, or bytes as they come: a `Readable` without encoding, or any other iterable of bytes. */
export type SnapshotSource = string | AsyncIterable<Uint8Array>

/** A source that is ready to be read: by places, or from front to back. */
export type OpenedSource =
  | { readonly file: SourceFile; readonly stream: undefined }
  | { readonly file: undefined; readonly stream: AsyncIterable<Uint8Array> }

export async function openSource(source: SnapshotSource): Promise<OpenedSource> {
  if (typeof source === 'string') {
    const file = await openSourceFile(source)
    return file === undefined ? { file, stream: readPipe(source) } : { file, stream: undefined }
  }
  if (typeof source?.[Symbol.asyncIterator] === 'function') return { file: undefined, stream: source }
  throw new SnapshotError(
    'ERR_PLIMSOLL_SNAPSHOT_FORMAT',
    `Expected a path, a readable stream or an async iterable of bytes, got ${typeof source}`,
  )
}

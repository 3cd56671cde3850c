import { createReadStream } from 'node:fs'

/** What a pipe or a device yields, such as the `/dev/fd/63` of a shell. */
export function readPipe(path: string): AsyncIterable<Uint8Array> {
  return createReadStream(path)
}

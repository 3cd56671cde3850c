/** Bytes as a source that yields pieces of these lengths, over and over. */
export async function* cut(bytes: Uint8Array, lengths: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const length = lengths[turn % lengths.length] ?? 1
    // A copy: a source may use its memory again.
    yield bytes.slice(at, at + length)
    at += length
  }
}

/**
 * Pieces that arrive whenever they do, read in their order by one reader. It cannot hold the sender up: a process that
 * pauses while it writes its snapshot cannot be told to wait.
 */
export class ChunkQueue implements AsyncIterable<Uint8Array> {
  readonly #chunks: Uint8Array[] = []
  #ended = false
  #wake: (() => void) | undefined

  push(chunk: Uint8Array): void {
    this.#chunks.push(chunk)
    this.#wake?.()
  }

  end(): void {
    this.#ended = true
    this.#wake?.()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    for (;;) {
      // Taken all at once: `shift` on a long array costs its length.
      for (const chunk of this.#chunks.splice(0)) yield chunk
      if (this.#chunks.length > 0) continue
      if (this.#ended) return
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }
}

const BLOCK_BITS = 11
const BLOCK_WORDS = 1 << (BLOCK_BITS - 5)

/** String indexes by which something is called, however far apart: 256 bytes for each 2,048 that are touched. */
export class NamedStrings {
  readonly #blocks = new Map<number, Uint32Array>()

  add(index: number): void {
    const key = index >>> BLOCK_BITS
    let block = this.#blocks.get(key)
    if (block === undefined) {
      block = new Uint32Array(BLOCK_WORDS)
      this.#blocks.set(key, block)
    }
    const word = (index >>> 5) & (BLOCK_WORDS - 1)
    block[word] = (block[word] as number) | (1 << (index & 31))
  }

  has(index: number): boolean {
    const word = this.#blocks.get(index >>> BLOCK_BITS)?.[(index >>> 5) & (BLOCK_WORDS - 1)] ?? 0
    return ((word >>> (index & 31)) & 1) === 1
  }
}

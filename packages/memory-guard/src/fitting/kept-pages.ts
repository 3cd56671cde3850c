/** V8 gives back what it keeps when it has not collected for eight seconds. */
const KEPT_FOR_MS = 10_000

/**
 * How much V8 and the allocator may keep to use again: what heap and buffers took once and take no more. That is
 * all that is certain: what else is resident may be another thread's, a database's or an image library's, and
 * nobody gives that back.
 */
export class KeptPages {
  #peakBytes = 0
  #nowBytes = 0
  #collected = false
  #collectedMs = Number.NEGATIVE_INFINITY

  get atMostBytes(): number {
    return this.#peakBytes - this.#nowBytes
  }

  /** Takes what heap and buffers take now, with the heap's empty pages. */
  saw(bytes: number): void {
    this.#nowBytes = bytes
    if (bytes > this.#peakBytes) this.#peakBytes = bytes
  }

  collected(): void {
    this.#collected = true
  }

  /** What was kept has been given back: what is still resident is something else. */
  released(): void {
    this.#peakBytes = this.#nowBytes
  }

  /** Called with every sample. */
  tick(nowMs: number): void {
    if (this.#collected) this.#collectedMs = nowMs
    this.#collected = false
    if (nowMs - this.#collectedMs > KEPT_FOR_MS) this.released()
  }
}

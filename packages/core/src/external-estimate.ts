/** How many collections an estimate looks back. */
const WINDOW = 8

/**
 * Estimates the external memory that is in use right after a collection.
 *
 * V8 keeps counting dead buffers as external until the *next* collection, while `arrayBuffers` falls as soon
 * as their memory is given back. So the buffers are taken from there, and the rest (strings and native
 * objects, which change slowly) is the least that was seen beside them over the last collections.
 */
export class ExternalEstimate {
  readonly #others: number[] = []

  bytes(memory: { readonly external: number; readonly arrayBuffers: number }): number {
    this.#others.push(Math.max(0, memory.external - memory.arrayBuffers))
    if (this.#others.length > WINDOW) this.#others.shift()
    return memory.arrayBuffers + Math.min(...this.#others)
  }
}

/**
 * The memory that columns and scratch live in: a stack of typed arrays.
 *
 * With the WebAssembly kernel it is one memory, grown once, so that views never detach and a view's `byteOffset`
 * is the pointer that the kernel takes. What is not touched costs address space, no memory.
 */
export interface Arena {
  /** All arrays are zero where the arena has not been used before, and anything at all where it has. */
  uint8(length: number): Uint8Array
  uint32(length: number): Uint32Array
  float64(length: number): Float64Array
  /** Where the stack ends now: what is taken after it is given back by `release`. */
  mark(): number
  release(mark: number): void
}

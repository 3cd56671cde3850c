import type { Arena } from '../parse/arena.js'
import { SnapshotError } from '../snapshot-error.js'

/** What is below stays free: a pointer of 0 is no array, and the kernel has its own scratch there. */
const FIRST_BYTE = 16_384

/** A stack in one WebAssembly memory that never grows, so no view ever detaches. */
export class WasmArena implements Arena {
  readonly #buffer: ArrayBuffer
  #top = FIRST_BYTE

  constructor(buffer: ArrayBuffer) {
    this.#buffer = buffer
  }

  uint8(length: number): Uint8Array {
    return new Uint8Array(this.#buffer, this.#take(length), length)
  }

  uint32(length: number): Uint32Array {
    return new Uint32Array(this.#buffer, this.#take(length * 4), length)
  }

  float64(length: number): Float64Array {
    return new Float64Array(this.#buffer, this.#take(length * 8), length)
  }

  mark(): number {
    return this.#top
  }

  release(mark: number): void {
    this.#top = mark
  }

  /** Everything starts at a multiple of 16, where vector loads are cheapest. */
  #take(bytes: number): number {
    const from = Math.ceil(this.#top / 16) * 16
    if (from + bytes > this.#buffer.byteLength) {
      throw new SnapshotError(
        'ERR_PLIMSOLL_SNAPSHOT_LIMIT',
        `Expected to need ${this.#buffer.byteLength} bytes for this snapshot, but it takes ${from + bytes}`,
      )
    }
    this.#top = from + bytes
    return from
  }
}

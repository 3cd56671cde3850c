import type { Arena } from '../parse/arena.js'
import { SnapshotError } from '../snapshot-error.js'

/** The twin of the WebAssembly arena: an array buffer for each array, which `release` lets go of. */
export class JavaScriptArena implements Arena {
  // What is released must be unreachable from here, or it could not be collected: nothing but a depth is kept.
  #depth = 0

  uint8(length: number): Uint8Array {
    return new Uint8Array(this.#take(length))
  }

  uint32(length: number): Uint32Array {
    return new Uint32Array(this.#take(length * 4))
  }

  float64(length: number): Float64Array {
    return new Float64Array(this.#take(length * 8))
  }

  mark(): number {
    return this.#depth
  }

  release(mark: number): void {
    this.#depth = mark
  }

  #take(bytes: number): ArrayBuffer {
    try {
      this.#depth++
      return new ArrayBuffer(bytes)
    } catch (cause) {
      throw new SnapshotError(
        'ERR_PLIMSOLL_SNAPSHOT_LIMIT',
        `Expected ${bytes} bytes of memory for one column, but there are none to be had`,
        { cause },
      )
    }
  }
}

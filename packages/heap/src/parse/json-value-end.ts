const QUOTE = 34
const BACKSLASH = 92

/** Finds where a JSON value ends, of which nothing is kept: bytes in, however they are cut. */
export class JsonValueEnd {
  #depth = 0
  #inString = false
  #escaped = false

  /** Returns the place behind the value's last byte; -1 while it goes on. Scalars end before `,`, `}` or `]`. */
  find(bytes: Uint8Array, from: number, to: number): number {
    for (let at = from; at < to; at++) {
      const byte = bytes[at] as number
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false
        else if (byte === BACKSLASH) this.#escaped = true
        else if (byte === QUOTE) {
          this.#inString = false
          if (this.#depth === 0) return at + 1
        }
        continue
      }
      if (byte === QUOTE) this.#inString = true
      // `[` and `{`, `]` and `}` differ in one bit.
      else if ((byte | 32) === 123) this.#depth++
      else if ((byte | 32) === 125) {
        if (this.#depth === 0) return at
        if (--this.#depth === 0) return at + 1
      } else if (byte === 44 && this.#depth === 0) return at
    }
    return -1
  }
}

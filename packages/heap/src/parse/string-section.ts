import { type ParseKernel, STOPPED } from '../kernel/parse-kernel.js'
import type { ReadPosition } from './read-position.js'

/** Strings found by one call of the kernel. */
export const STRING_BATCH = 1_024
/** A string that is cut at the end of a window is read again, unless it is longer than this. */
export const MAX_CARRIED = 16_384

const QUOTE = 34
const BACKSLASH = 92

/** What becomes of strings. */
export interface StringReceiver {
  /** A string between `bytes[from]` and `bytes[to]`, its closing quote. */
  take(index: number, bytes: Uint8Array, from: number, to: number): void
  /** A piece of a long string: what comes after it is another piece, up to one that is the last. */
  takePiece(index: number, bytes: Uint8Array, from: number, to: number, last: boolean): void
}

/** Reads the array of strings. */
export class StringSection {
  ended = false
  count = 0
  readonly #kernel: ParseKernel
  readonly #found: Uint32Array
  readonly #receiver: StringReceiver
  readonly #position: ReadPosition
  #inLong = false
  #escaped = false

  constructor(kernel: ParseKernel, found: Uint32Array, receiver: StringReceiver, position: ReadPosition) {
    this.#kernel = kernel
    this.#found = found
    this.#receiver = receiver
    this.#position = position
  }

  /** Returns the place behind what has been read: a string that goes on after `to` has not, unless it is long. */
  consume(bytes: Uint8Array, from: number, to: number): number {
    let at = this.#inLong ? this.#goOn(bytes, from, to) : from
    while (at < to) {
      const found = this.#kernel.strings(bytes, at, to, this.#found)
      const { position, stopped } = this.#kernel.status
      for (let index = 0; index < found * 2; index += 2) {
        const start = this.#found[index] as number
        this.#receiver.take(this.count++, bytes, start, this.#found[index + 1] as number)
      }
      at = position
      if (stopped === STOPPED.atBracket) {
        this.ended = true
        return at + 1
      }
      if (stopped === STOPPED.atByte) {
        throw this.#position.format(`Expected string ${this.count}, got byte ${bytes[at]}`)
      }
      if (found === STRING_BATCH) continue
      if (at === to || to - at <= MAX_CARRIED) return at
      this.#inLong = true
      at = this.#goOn(bytes, at + 1, to)
    }
    return at
  }

  #goOn(bytes: Uint8Array, from: number, to: number): number {
    for (let at = from; at < to; at++) {
      const byte = bytes[at]
      if (this.#escaped) this.#escaped = false
      else if (byte === BACKSLASH) this.#escaped = true
      else if (byte === QUOTE) {
        this.#receiver.takePiece(this.count++, bytes, from, at, true)
        this.#inLong = false
        return at + 1
      }
    }
    this.#receiver.takePiece(this.count, bytes, from, to, false)
    return to
  }
}

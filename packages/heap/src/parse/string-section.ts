import { type ParseKernel, STOPPED } from '../kernel/parse-kernel.js'
import type { ReadPosition } from './read-position.js'

/** Strings told of by one call of the kernel, three numbers each. */
const STRING_BATCH = 1_024
/** A string that is cut at the end of a window is read again, unless it is longer than this. */
export const MAX_CARRIED = 16_384

const QUOTE = 34
const BACKSLASH = 92

/** What becomes of strings. */
export interface StringReceiver {
  /** Only strings whose index is a multiple of this are told of, and all that may name an ephemeron's edge. */
  readonly every: number
  /** A string between `bytes[from]` and `bytes[to]`, its closing quote. */
  take(index: number, bytes: Uint8Array, from: number, to: number): void
  /** A piece of a long string; long ones are told of whatever their index. */
  takePiece(index: number, bytes: Uint8Array, from: number, to: number, which: PieceOfString): void
  /** How many have been read, set after they were told of. */
  count: number
}

export interface PieceOfString {
  readonly first: boolean
  readonly last: boolean
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

  /** Room for what one call of the kernel finds. */
  static readonly foundLength = 3 * STRING_BATCH

  /** Returns the place behind what has been read: a string that goes on after `to` has not, unless it is long. */
  consume(bytes: Uint8Array, from: number, to: number): number {
    let at = this.#inLong ? this.#goOn(bytes, from, to) : from
    while (at < to) {
      const found = this.#kernel.strings(bytes, at, to, this.#found, this.count, this.#receiver.every)
      const { position, stopped, nextIndex } = this.#kernel.status
      for (let entry = 0; entry < found * 3; entry += 3) {
        const index = this.#found[entry] as number
        this.#receiver.take(index, bytes, this.#found[entry + 1] as number, this.#found[entry + 2] as number)
      }
      this.#advance(nextIndex)
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
      at = this.#goOn(bytes, at + 1, to, true)
    }
    return at
  }

  #goOn(bytes: Uint8Array, from: number, to: number, first = false): number {
    for (let at = from; at < to; at++) {
      const byte = bytes[at]
      if (this.#escaped) this.#escaped = false
      else if (byte === BACKSLASH) this.#escaped = true
      else if (byte === QUOTE) {
        this.#receiver.takePiece(this.count, bytes, from, at, { first, last: true })
        this.#advance(this.count + 1)
        this.#inLong = false
        return at + 1
      }
    }
    this.#receiver.takePiece(this.count, bytes, from, to, { first, last: false })
    return to
  }

  #advance(count: number): void {
    this.count = count
    this.#receiver.count = count
  }
}

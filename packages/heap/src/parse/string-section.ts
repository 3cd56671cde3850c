import { type ParseKernel, STOPPED } from '../kernel/parse-kernel.js'
import type { ReadPosition } from './read-position.js'

/** Strings, and names of ephemerons' edges, told of by one call of the kernel. */
const STRING_BATCH = 1_024
/** A string that is cut at the end of a window is read again, unless it is longer than this. */
export const MAX_CARRIED = 16_384

const QUOTE = 34
const BACKSLASH = 92

/** What becomes of strings. */
export interface StringReceiver {
  /** Only strings whose index is a multiple of this are told of. */
  readonly every: number
  /** The first `count` in `found`: index, place of the first byte in `bytes`, place of the closing quote. */
  takeAll(found: Uint32Array, count: number, bytes: Uint8Array): void
  /** A piece of a long string; long ones are told of whatever their index. */
  takePiece(index: number, bytes: Uint8Array, from: number, to: number, which: PieceOfString): void
  /** The first `count` pairs: index of a string that names an ephemeron's edge, and the id of the table in it. */
  takeEphemerons?(pairs: Uint32Array, count: number): void
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
  readonly #pairs: Uint32Array
  readonly #receiver: StringReceiver
  readonly #position: ReadPosition
  #inLong = false
  #escaped = false

  /** @param scratch of {@link StringSection.scratchLength} entries, for what the kernel tells */
  constructor(kernel: ParseKernel, scratch: Uint32Array, receiver: StringReceiver, position: ReadPosition) {
    this.#kernel = kernel
    this.#found = scratch.subarray(0, 3 * STRING_BATCH)
    this.#pairs = scratch.subarray(3 * STRING_BATCH)
    this.#receiver = receiver
    this.#position = position
  }

  static readonly scratchLength = 5 * STRING_BATCH

  /** Returns the place behind what has been read: a string that goes on after `to` has not, unless it is long. */
  consume(bytes: Uint8Array, from: number, to: number): number {
    let at = this.#inLong ? this.#goOn(bytes, from, to) : from
    while (at < to) {
      const { every } = this.#receiver
      const found = this.#kernel.strings(bytes, at, to, this.#found, this.#pairs, this.count, every)
      const { position, stopped, nextIndex, pairCount } = this.#kernel.status
      this.#receiver.takeAll(this.#found, found, bytes)
      if (pairCount > 0) this.#receiver.takeEphemerons?.(this.#pairs, pairCount)
      this.#advance(nextIndex)
      at = position
      if (stopped === STOPPED.atBracket) {
        this.ended = true
        return at + 1
      }
      if (stopped === STOPPED.atByte) {
        throw this.#position.format(`Expected string ${this.count}, got byte ${bytes[at]}`)
      }
      if (found === STRING_BATCH || pairCount === STRING_BATCH) continue
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

import type { SourceFile } from '../source/source-file.js'
import { decodeString } from './decode-string.js'
import type { EphemeronCollector } from './ephemeron-collector.js'
import { GrowingList } from './growing-list.js'
import type { ReadPosition } from './read-position.js'
import { StringPlaces } from './string-places.js'
import type { PieceOfString, StringReceiver } from './string-section.js'
import type { StringTable } from './string-table.js'

/** One place is kept for so many strings: 1.5 bytes a string, and a read finds the one that is meant among them. */
const STRIDE = 8
const FIRST_READ_BYTES = 4_096
/** V8 cuts strings at 1,024 characters; another producer's are cut here. */
export const MAX_TEXT_BYTES = 1 << 20

const QUOTE = 34
const BACKSLASH = 92

/** Strings that stay in their file. */
export class FileStrings implements StringTable, StringReceiver {
  readonly every = STRIDE
  count = 0
  readonly #places = new StringPlaces(STRIDE)
  readonly #file: SourceFile
  readonly #position: ReadPosition
  readonly #ephemerons: EphemeronCollector | undefined
  /** Long strings, and the offsets of their closing quotes: nobody reads through one to find the next. */
  readonly #long = new GrowingList()
  readonly #longEnds = new GrowingList()
  /** Offset in the file of the first byte of the array that strings are found in. */
  #arrayOffset = 0

  constructor(file: SourceFile, position: ReadPosition, ephemerons?: EphemeronCollector) {
    this.#file = file
    this.#position = position
    this.#ephemerons = ephemerons
  }

  setArrayOffset(offset: number): void {
    this.#arrayOffset = offset
  }

  takeAll(found: Uint32Array, count: number): void {
    this.#places.add(found, count, this.#arrayOffset)
  }

  takeEphemerons(pairs: Uint32Array, count: number): void {
    this.#ephemerons?.add(pairs, count)
  }

  takePiece(index: number, _bytes: Uint8Array, from: number, to: number, which: PieceOfString): void {
    if (which.first && index % STRIDE === 0)
      this.#places.add(Uint32Array.of(index, from, to), 1, this.#arrayOffset)
    if (!which.last) return
    this.#long.push(index)
    this.#longEnds.push(this.#arrayOffset + to)
  }

  text(index: number): string | undefined {
    if (!(index >= 0 && index < this.count)) return undefined
    let first = index - (index % STRIDE)
    let offset = this.#places.at(first)
    const nearer = this.#long.lastUpTo(index - 1)
    if (nearer >= 0 && this.#long.at(nearer) >= first) {
      first = this.#long.at(nearer)
      offset = this.#longEnds.at(nearer)
    }
    for (let length = FIRST_READ_BYTES; ; length *= 8) {
      const bytes = new Uint8Array(length)
      const read = this.#file.readNow(bytes, offset)
      const found = nthString(bytes, read, index - first)
      if (found.end < read) return decodeString(bytes.subarray(found.start, found.end))
      if (read < length) {
        throw this.#position.error(
          'ERR_PLIMSOLL_SNAPSHOT_TRUNCATED',
          `Expected string ${index} where it was before: the file has changed`,
        )
      }
      if (found.start < read && length >= MAX_TEXT_BYTES) {
        return decodeString(bytes.subarray(found.start, found.start + MAX_TEXT_BYTES))
      }
    }
  }
}

/** Where the n-th string is in bytes that begin inside of a string; `length` for what is not in them. */
function nthString(bytes: Uint8Array, length: number, skip: number): { start: number; end: number } {
  let start = 0
  let end = closingQuote(bytes, 0, length)
  for (let skipped = 0; skipped < skip; skipped++) {
    start = bytes.indexOf(QUOTE, end + 1) + 1
    if (start === 0 || start >= length) return { start: length, end: length }
    end = closingQuote(bytes, start, length)
  }
  return { start, end }
}

/** A quote behind an odd number of backslashes is one of the text. */
function closingQuote(bytes: Uint8Array, from: number, length: number): number {
  for (let at = bytes.indexOf(QUOTE, from); at >= 0 && at < length; at = bytes.indexOf(QUOTE, at + 1)) {
    let first = at
    while (first > from && bytes[first - 1] === BACKSLASH) first--
    if ((at - first) % 2 === 0) return at
  }
  return length
}

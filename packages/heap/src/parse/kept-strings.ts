import { Buffer } from 'node:buffer'
import { decodeString } from './decode-string.js'
import type { EphemeronCollector } from './ephemeron-collector.js'
import { MAX_TEXT_BYTES } from './file-strings.js'
import { GrowingList } from './growing-list.js'
import type { NeededStrings } from './needed-strings.js'
import type { PieceOfString, StringReceiver } from './string-section.js'
import type { StringTable } from './string-table.js'

const CHUNK_BYTES = 1 << 18

/** Strings of a stream: those that name something are copied, the contents of strings pass by. */
export class KeptStrings implements StringTable, StringReceiver {
  readonly every = 1
  count = 0
  readonly #needed: NeededStrings
  readonly #ephemerons: EphemeronCollector | undefined
  readonly #chunks: Uint8Array[] = []
  #room = 0
  /** Chunk times 2^32 plus the place in it, and the length, of each string that is kept, in their order. */
  readonly #places = new GrowingList()
  readonly #lengths = new GrowingList()
  #pieces: Uint8Array[] = []
  #piecesBytes = 0

  constructor(needed: NeededStrings, ephemerons?: EphemeronCollector) {
    this.#needed = needed
    this.#ephemerons = ephemerons
  }

  takeAll(found: Uint32Array, count: number, bytes: Uint8Array): void {
    for (let entry = 0; entry < count * 3; entry += 3) {
      const from = found[entry + 1] as number
      const to = Math.min(found[entry + 2] as number, from + MAX_TEXT_BYTES)
      if (this.#needed.has(found[entry] as number)) this.#keep(bytes.subarray(from, to))
    }
  }

  takeEphemerons(pairs: Uint32Array, count: number): void {
    this.#ephemerons?.add(pairs, count)
  }

  takePiece(index: number, bytes: Uint8Array, from: number, to: number, which: PieceOfString): void {
    if (this.#needed.has(index)) {
      const piece = bytes.slice(from, Math.min(to, from + MAX_TEXT_BYTES - this.#piecesBytes))
      this.#pieces.push(piece)
      this.#piecesBytes += piece.length
    }
    if (!which.last) return
    if (this.#needed.has(index)) this.#keep(Buffer.concat(this.#pieces))
    this.#pieces = []
    this.#piecesBytes = 0
  }

  text(index: number): string | undefined {
    if (!(index >= 0 && index < this.count) || !this.#needed.has(index)) return undefined
    const rank = this.#needed.rank(index)
    const place = this.#places.at(rank)
    const chunk = this.#chunks[Math.floor(place / 2 ** 32)] as Uint8Array
    const from = place % 2 ** 32
    return decodeString(chunk.subarray(from, from + this.#lengths.at(rank)))
  }

  #keep(bytes: Uint8Array): void {
    if (bytes.length > this.#room || this.#chunks.length === 0) {
      this.#room = Math.max(CHUNK_BYTES, bytes.length)
      this.#chunks.push(new Uint8Array(this.#room))
    }
    const chunk = this.#chunks[this.#chunks.length - 1] as Uint8Array
    const from = chunk.length - this.#room
    chunk.set(bytes, from)
    this.#room -= bytes.length
    this.#places.push((this.#chunks.length - 1) * 2 ** 32 + from)
    this.#lengths.push(bytes.length)
  }
}

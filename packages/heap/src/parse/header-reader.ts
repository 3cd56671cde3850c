import { Buffer } from 'node:buffer'
import { JsonValueEnd } from './json-value-end.js'
import type { ReadPosition } from './read-position.js'

/** A snapshot's header has about 1,500 bytes. */
const MAX_HEADER_BYTES = 1 << 20
const FIRST_ROOM_BYTES = 4_096
const OPENING = /^\s*\{\s*"snapshot"\s*:\s*(?=\{)/
/** White space between the tokens of the opening: more than this is no snapshot. */
const MAX_OPENING_BYTES = 256

/** Collects the bytes of the `snapshot` object, the first of the file, and parses it. */
export class HeaderReader {
  readonly #position: ReadPosition
  readonly #end = new JsonValueEnd()
  #room = Buffer.alloc(FIRST_ROOM_BYTES)
  #length = 0
  #valueAt = -1

  constructor(position: ReadPosition) {
    this.#position = position
  }

  /** Returns the parsed object and how many of these bytes belong to it; `undefined` while it goes on. */
  push(bytes: Uint8Array): { value: unknown; used: number } | undefined {
    const known = this.#length
    this.#append(bytes.subarray(0, MAX_HEADER_BYTES - known))
    if (this.#valueAt < 0 && !this.#findValue()) return undefined
    const end = this.#end.find(this.text, Math.max(known, this.#valueAt), this.#length)
    if (end >= 0) {
      this.#length = end
      return { value: this.#parse(end), used: end - known }
    }
    if (this.#length === MAX_HEADER_BYTES) {
      throw this.#position.format(`Expected a header of at most ${MAX_HEADER_BYTES} bytes`)
    }
    return undefined
  }

  /** What a source that ended here is to be told. */
  unfinished(): Error {
    if (this.#length > 0 && this.#valueAt < 0 && !couldOpen(this.text)) return this.#noSnapshot()
    return this.#position.error(
      'ERR_PLIMSOLL_SNAPSHOT_TRUNCATED',
      'Expected a header, but the source ended before it was complete',
    )
  }

  /** All bytes up to the end of the object, once it is complete. */
  get text(): Buffer {
    return this.#room.subarray(0, this.#length)
  }

  #append(bytes: Uint8Array): void {
    const length = this.#length + bytes.length
    if (length > this.#room.length) {
      const room = Buffer.alloc(Math.max(length, 2 * this.#room.length))
      room.set(this.text)
      this.#room = room
    }
    this.#room.set(bytes, this.#length)
    this.#length = length
  }

  #findValue(): boolean {
    const start = this.text.toString('latin1', 0, MAX_OPENING_BYTES)
    const opening = OPENING.exec(start)
    if (opening !== null) {
      this.#valueAt = opening[0].length
      return true
    }
    if (start.length === MAX_OPENING_BYTES || !couldOpen(this.text)) throw this.#noSnapshot()
    return false
  }

  #parse(end: number): unknown {
    try {
      return JSON.parse(this.text.toString('utf8', this.#valueAt, end))
    } catch (cause) {
      throw this.#position.format('Expected the header to be JSON', cause)
    }
  }

  #noSnapshot(): Error {
    const gzip = this.text[0] === 0x1f && this.text[1] === 0x8b
    return this.#position.format(
      gzip
        ? 'Expected a heap snapshot, got gzip: uncompress it first, or give the stream of zlib.createGunzip()'
        : 'Expected a heap snapshot, which begins with {"snapshot":',
    )
  }
}

/** Whether bytes too few for the opening may yet become it. */
function couldOpen(text: Buffer): boolean {
  return '{"snapshot":{'.startsWith(text.toString('latin1', 0, MAX_OPENING_BYTES).replaceAll(/\s/g, ''))
}

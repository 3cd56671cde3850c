import { Buffer } from 'node:buffer'
import type { PieceOfString, StringReceiver } from '../parse/string-section.js'
import type { NamedStrings } from './named-strings.js'
import type { OutputBytes } from './output-bytes.js'

const QUOTE = 34
const COMMA = 44
const NEWLINE = 10
const MASK = Buffer.from('(redacted)')
/** The name of an ephemeron's edges quotes the names of key and value, and a value may be a string. */
const EPHEMERON =
  /^(\d+ \/ part of key \().*( @\d+\) -> value \().*( @\d+\) pair in WeakMap \(table @\d+\))$/s

/** Writes the strings again: those that name something as they are, and nothing of the others. */
export class StringRedactor implements StringReceiver {
  readonly every = 1
  count = 0
  redactedStrings = 0
  readonly #named: NamedStrings
  readonly #output: OutputBytes

  constructor(named: NamedStrings, output: OutputBytes) {
    this.#named = named
    this.#output = output
  }

  takeAll(found: Uint32Array, count: number, bytes: Uint8Array): void {
    for (let entry = 0; entry < count * 3; entry += 3) {
      const index = found[entry] as number
      this.#open(index)
      if (this.#named.has(index)) this.#name(bytes, found[entry + 1] as number, found[entry + 2] as number)
      else this.#mask(index)
      this.#output.byte(QUOTE)
    }
  }

  takePiece(index: number, bytes: Uint8Array, from: number, to: number, which: PieceOfString): void {
    if (which.first) {
      this.#open(index)
      if (!this.#named.has(index)) this.#mask(index)
    }
    if (this.#named.has(index)) this.#output.bytes(bytes, from, to)
    if (which.last) this.#output.byte(QUOTE)
  }

  #open(index: number): void {
    if (index > 0) {
      this.#output.byte(COMMA)
      this.#output.byte(NEWLINE)
    }
    this.#output.byte(QUOTE)
  }

  #name(bytes: Uint8Array, from: number, to: number): void {
    const first = bytes[from] as number
    if (bytes[to - 1] === 41 && first >= 48 && first <= 57) {
      const text = Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1')
      const masked = text.replace(EPHEMERON, '$1*$2*$3')
      if (masked !== text) {
        const masks = Buffer.from(masked, 'latin1')
        this.#output.bytes(masks, 0, masks.length)
        return
      }
    }
    this.#output.bytes(bytes, from, to)
  }

  /** String 0 is what every node is called whose name was a content. */
  #mask(index: number): void {
    if (index === 0) this.#output.bytes(MASK, 0, MASK.length)
    else this.redactedStrings++
  }
}

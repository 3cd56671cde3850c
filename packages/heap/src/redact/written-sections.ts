import { AfterBracket } from '../parse/after-bracket.js'
import type { Section } from '../parse/section-reader.js'
import type { OutputBytes } from './output-bytes.js'

const OPENING = 91
const CLOSING = 93

/** Copies what its section reads. */
export class Copied implements Section {
  readonly #section: Section
  readonly #output: OutputBytes

  constructor(section: Section, output: OutputBytes) {
    this.#section = section
    this.#output = output
  }

  get ended(): boolean {
    return this.#section.ended
  }

  consume(bytes: Uint8Array, from: number, to: number): number {
    const end = this.#section.consume(bytes, from, to)
    this.#output.bytes(bytes, from, end)
    return end
  }
}

/** Writes the brackets of a list whose receiver writes what is between them. */
export class Rewritten implements Section {
  readonly #section: AfterBracket
  readonly #output: OutputBytes
  #opened = false

  constructor(section: Section, output: OutputBytes) {
    this.#section = new AfterBracket(section)
    this.#output = output
  }

  get ended(): boolean {
    return this.#section.ended
  }

  consume(bytes: Uint8Array, from: number, to: number): number {
    if (!this.#opened) this.#output.byte(OPENING)
    this.#opened = true
    const end = this.#section.consume(bytes, from, to)
    if (this.#section.ended) this.#output.byte(CLOSING)
    return end
  }
}

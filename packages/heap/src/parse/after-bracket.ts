import type { Section } from './section-reader.js'

/** Skips the bracket that opens a list. */
export class AfterBracket implements Section {
  readonly #section: Section
  readonly #before: (() => void) | undefined
  #opened = false

  constructor(section: Section, before?: () => void) {
    this.#section = section
    this.#before = before
  }

  get ended(): boolean {
    return this.#section.ended
  }

  consume(bytes: Uint8Array, from: number, to: number): number {
    this.#before?.()
    const start = this.#opened ? from : from + 1
    this.#opened = true
    return this.#section.consume(bytes, start, to)
  }
}

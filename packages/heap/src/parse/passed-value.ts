import type { FlatArrayEnd } from './flat-array-end.js'
import type { JsonValueEnd } from './json-value-end.js'
import type { Section } from './section-reader.js'

/** A value that nobody needs. */
export class PassedValue implements Section {
  ended = false
  readonly #end: FlatArrayEnd | JsonValueEnd

  constructor(end: FlatArrayEnd | JsonValueEnd) {
    this.#end = end
  }

  consume(bytes: Uint8Array, from: number, to: number): number {
    const end = this.#end.find(bytes, from, to)
    this.ended = end >= 0
    return this.ended ? end : to
  }
}

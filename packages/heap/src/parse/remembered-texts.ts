import type { StringTable } from './string-table.js'

/** So many texts are remembered; a heap has fewer names. */
const LIMIT = 10_000

/** Names, each read once: a long path asks for the same few again and again. Not for the contents of strings. */
export class RememberedTexts {
  readonly #texts = new Map<number, string>()

  text(strings: StringTable, index: number): string {
    const known = this.#texts.get(index)
    if (known !== undefined) return known
    const text = strings.text(index) ?? ''
    if (this.#texts.size < LIMIT) this.#texts.set(index, text)
    return text
  }
}

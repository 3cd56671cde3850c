import type { ParsedSnapshot } from '../parse/parsed-snapshot.js'

/** Names of edges as text, each decoded once: a heap has few names, and a path asks for the same again and again. */
export class EdgeNames {
  readonly #snapshot: ParsedSnapshot
  readonly #texts = new Map<number, string>()

  constructor(snapshot: ParsedSnapshot) {
    this.#snapshot = snapshot
  }

  /** Index of the string that names an edge; 0 where names were not kept. */
  index(edge: number): number {
    return this.#snapshot.columns.edgeNames?.[edge] ?? 0
  }

  /** The name of an edge of a kind that has one. */
  text(edge: number): string {
    const names = this.#snapshot.columns.edgeNames
    if (names === undefined) return String(this.#snapshot.edgeName(edge))
    return this.stringAt(names[edge] as number)
  }

  stringAt(index: number): string {
    const known = this.#texts.get(index)
    if (known !== undefined) return known
    const text = this.#snapshot.strings.text(index) ?? ''
    if (this.#texts.size < 10_000) this.#texts.set(index, text)
    return text
  }
}

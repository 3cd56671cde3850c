import { board, Memo } from '@plimsoll/core'
import { canonicalPath } from './canonical-path.js'

type Endpoints = readonly { readonly path: string }[]

/** Knows which paths are endpoints: those on the board, and those the user exempts. */
export class EndpointPaths {
  readonly #board = board()
  readonly #exempt: readonly string[]
  #seen: Endpoints | undefined
  #paths: ReadonlySet<string> = new Set()
  readonly #folded = new Memo(500, (path) => this.#paths.has(path.toLowerCase()))

  constructor(exempt: readonly string[]) {
    this.#exempt = exempt.map((path) => canonicalPath(path) ?? path)
  }

  has(path: string, caseSensitive: boolean): boolean {
    const listed = this.#board.list('endpoint')
    if (listed !== this.#seen) {
      this.#seen = listed
      const paths = [...this.#exempt, ...listed.map((entry) => entry.path)]
      this.#paths = new Set([...paths, ...paths.map((path) => path.toLowerCase())])
      this.#folded.clear()
    }
    if (this.#paths.size === 0) return false
    // A framework that tells cases apart would not route '/HEALTH' to an endpoint at '/health'.
    return caseSensitive ? this.#paths.has(path) : this.#folded.get(path)
  }
}

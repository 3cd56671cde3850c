import { board } from '@plimsoll/core'

type Endpoints = readonly { readonly path: string }[]

/** Knows which paths are endpoints: those on the board, and those the user exempts. */
export class EndpointPaths {
  readonly #board = board()
  readonly #exempt: readonly string[]
  #seen: Endpoints | undefined
  #paths: ReadonlySet<string> = new Set()

  constructor(exempt: readonly string[]) {
    this.#exempt = exempt.map((path) => path.toLowerCase())
  }

  has(path: string, caseSensitive: boolean): boolean {
    const listed = this.#board.list('endpoint')
    if (listed !== this.#seen) {
      this.#seen = listed
      this.#paths = new Set([...this.#exempt, ...listed.map((entry) => entry.path.toLowerCase())])
    }
    // Endpoints are written in lower case; a framework that tells cases apart would not route '/HEALTH' to one.
    return this.#paths.has(caseSensitive ? path : path.toLowerCase())
  }
}

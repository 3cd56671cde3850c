/** Signals so near to each other are one wish: a terminal, npm and a supervisor all pass the same one on. */
const ONE_WISH_MS = 1000

/** What a signal means. */
export type SignalMeaning = 'begin' | 'same' | 'again' | 'force'

/** Tells the first signal from its echoes, and from somebody who has run out of patience. */
export class SignalCounter {
  readonly #forceAfter: number
  #count = 0
  #lastMs = 0

  constructor(forceAfter: number) {
    this.#forceAfter = forceAfter
  }

  note(nowMs: number): SignalMeaning {
    if (this.#count > 0 && nowMs - this.#lastMs < ONE_WISH_MS) return 'same'
    this.#count += 1
    this.#lastMs = nowMs
    if (this.#count === 1) return 'begin'
    return this.#count >= this.#forceAfter ? 'force' : 'again'
  }
}

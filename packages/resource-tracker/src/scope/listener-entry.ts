import { Entry } from './entry.js'
import type { ListenerCensus } from './listener-census.js'

/** A listener somewhere, and how it is taken off again. */
export class ListenerEntry extends Entry {
  readonly kind = 'listener'
  readonly #emitter: object
  readonly #event: string | symbol
  readonly #listener: unknown
  readonly #off: () => unknown

  constructor(emitter: object, event: string | symbol, listener: unknown, off: () => unknown) {
    // The same function may be registered twice, and then has to be taken off twice.
    super(undefined, undefined)
    this.#emitter = emitter
    this.#event = event
    this.#listener = listener
    this.#off = off
  }

  dispose(): void {
    this.#off()
  }

  override isGone(census: ListenerCensus): boolean {
    return !census.hears(this.#emitter, this.#event, this.#listener)
  }

  is(emitter: unknown, event: unknown, listener: unknown): boolean {
    return this.#emitter === emitter && this.#event === event && this.#listener === listener
  }
}

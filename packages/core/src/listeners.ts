import { type Closeable, closeable } from './disposable.js'
import { reportRejection } from './report-rejection.js'

/** A list of callbacks that cannot hurt each other: what one throws, or rejects with, goes to `onError`. */
export class Listeners<T> {
  #listeners: readonly ((value: T) => void)[] = []
  readonly #onError: (error: unknown) => void

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError
  }

  get size(): number {
    return this.#listeners.length
  }

  add(listener: (value: T) => void): Closeable {
    this.#listeners = [...this.#listeners, listener]
    return closeable(() => {
      const rest = [...this.#listeners]
      rest.splice(rest.indexOf(listener), 1)
      this.#listeners = rest
    })
  }

  emit(value: T): void {
    for (const listener of this.#listeners) {
      try {
        reportRejection(listener(value), this.#onError)
      } catch (error) {
        this.#onError(error)
      }
    }
  }
}

import { type Closeable, closeable, outOfRange, reportRejection, wrongType } from '@plimsoll/core'

type Listener<T> = (value: T) => void

/**
 * Listeners by event, with the words of an `EventEmitter`. What one throws, or rejects with, goes to `onError`; an
 * `error` event that nobody hears does not exist.
 */
export class EventListeners<Events> {
  readonly #known: readonly (keyof Events)[]
  readonly #onError: (error: unknown) => void
  #entries: readonly { readonly event: keyof Events; readonly listener: unknown; readonly once: boolean }[] =
    []

  constructor(known: readonly (keyof Events)[], onError: (error: unknown) => void) {
    this.#known = known
    this.#onError = onError
  }

  /** Throws for an event that there is not, because whoever mistypes one would wait for ever. */
  on<E extends keyof Events>(event: E, listener: Listener<Events[E]>, once = false): Closeable {
    if (!this.#known.includes(event)) throw outOfRange('event', `one of ${this.#known.join(', ')}`, event)
    if (typeof listener !== 'function') throw wrongType('listener', 'a function', listener)
    const entry = { event, listener, once }
    this.#entries = [...this.#entries, entry]
    return closeable(() => {
      this.#entries = this.#entries.filter((each) => each !== entry)
    })
  }

  /** Takes one listener away; of equal ones the newest, as an `EventEmitter` does. */
  off<E extends keyof Events>(event: E, listener: Listener<Events[E]>): void {
    const index = this.#entries.findLastIndex((each) => each.event === event && each.listener === listener)
    if (index >= 0) this.#entries = this.#entries.filter((_, at) => at !== index)
  }

  emit<E extends keyof Events>(event: E, value: Events[E]): void {
    for (const entry of this.#entries) {
      if (entry.event !== event) continue
      if (entry.once) this.#entries = this.#entries.filter((each) => each !== entry)
      try {
        reportRejection((entry.listener as Listener<Events[E]>)(value), this.#onError)
      } catch (error) {
        this.#onError(error)
      }
    }
  }
}

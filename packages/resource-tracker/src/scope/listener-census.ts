import { getEventListeners } from 'node:events'

/** An emitter tells at once how many listen. */
interface Counted {
  listenerCount(event: string | symbol): number
}

type Listenable = Parameters<typeof getEventListeners>[0]

/** Up to so many listeners are looked through each time. */
const FEW = 8

/**
 * Who listens to what. Many listeners often sit on one emitter: those are looked up once, and not at all where
 * thousands of others would have to be read for a few of our own.
 */
export class ListenerCensus {
  readonly #crowds = new Map<object, Map<string | symbol, ReadonlySet<unknown>>>()
  #listenersLeft: number

  constructor(maxListeners: number) {
    this.#listenersLeft = maxListeners
  }

  /** Whether `listener` is still registered, as far as it is looked for. Throws where an emitter does not tell. */
  hears(emitter: object, event: string | symbol, listener: unknown): boolean {
    const crowd = this.#crowds.get(emitter)?.get(event)
    if (crowd !== undefined) return crowd.has(listener)
    // Adding to an event target takes as long as counting its listeners does: that needs no limit.
    const count = (emitter as Partial<Counted>).listenerCount?.(event) ?? 0
    if (count > this.#listenersLeft) return true
    this.#listenersLeft -= count
    // What `once` registers is a wrapper; here the listener itself is listed for it.
    const listeners: readonly unknown[] = getEventListeners(emitter as Listenable, event as string)
    if (listeners.length > FEW) this.#remember(emitter, event, new Set(listeners))
    return listeners.includes(listener)
  }

  #remember(emitter: object, event: string | symbol, crowd: ReadonlySet<unknown>): void {
    const events = this.#crowds.get(emitter)
    if (events === undefined) this.#crowds.set(emitter, new Map([[event, crowd]]))
    else events.set(event, crowd)
  }
}

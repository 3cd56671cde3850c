import { getEventListeners } from 'node:events'

type Listenable = Parameters<typeof getEventListeners>[0]

/** Who listens to what, looked up once for each emitter and event: many listeners often sit on one emitter. */
export class ListenerCensus {
  readonly #known = new Map<object, Map<string | symbol, ReadonlySet<unknown>>>()

  /** Whether `listener` is still registered. Throws where an emitter does not tell. */
  hears(emitter: object, event: string | symbol, listener: unknown): boolean {
    let events = this.#known.get(emitter)
    if (events === undefined) {
      events = new Map()
      this.#known.set(emitter, events)
    }
    let listeners = events.get(event)
    if (listeners === undefined) {
      // What `once` registers is a wrapper; here the listener itself is listed for it.
      listeners = new Set(getEventListeners(emitter as Listenable, event as string))
      events.set(event, listeners)
    }
    return listeners.has(listener)
  }
}

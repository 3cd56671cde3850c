import { getEventListeners } from 'node:events'

type Listenable = Parameters<typeof getEventListeners>[0]

/** Up to so many listeners are looked through each time. */
const FEW = 8

/** Who listens to what. Many listeners often sit on one emitter: those are looked up once. */
export class ListenerCensus {
  readonly #crowds = new Map<object, Map<string | symbol, ReadonlySet<unknown>>>()

  /** Whether `listener` is still registered. Throws where an emitter does not tell. */
  hears(emitter: object, event: string | symbol, listener: unknown): boolean {
    const crowd = this.#crowds.get(emitter)?.get(event)
    if (crowd !== undefined) return crowd.has(listener)
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

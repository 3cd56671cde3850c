import type { Holding } from './holding.js'
import { ListenerEntry } from './listener-entry.js'
import type { ListenerTracking } from './resource-scope.js'

type Method = (...args: readonly unknown[]) => unknown
type Members = Readonly<Record<string, Method | undefined>>
type Callback = (this: unknown, ...args: unknown[]) => unknown

/** `resources.eventListeners`, and the scope's own ways to register. */
export class ListenerSet implements ListenerTracking {
  readonly #holding: Holding

  constructor(holding: Holding) {
    this.#holding = holding
  }

  add<L>(emitter: object, event: string | symbol, listener: L, options?: unknown): L {
    this.#holding.track('eventListeners.add()', 'an emitter, an event and a listener', undefined, () => {
      const members = emitter as Members
      if (!isListener(listener)) return undefined
      if (typeof members.removeListener === 'function') {
        return new ListenerEntry(emitter, event, listener, () => members.removeListener?.(event, listener))
      }
      if (typeof members.removeEventListener !== 'function') return undefined
      return this.#ofTarget(emitter, event as string, listener, options)
    })
    return listener
  }

  delete(emitter: object, event: string | symbol, listener: unknown): boolean {
    return this.#holding.disownFirst(
      (entry) => entry instanceof ListenerEntry && entry.is(emitter, event, listener),
    )
  }

  register(emitter: object, event: string | symbol, listener: unknown): void {
    this.#holding.track('on()', 'an emitter and a listener', undefined, () => {
      const members = emitter as Members
      members.on?.(event, listener)
      return this.#ofEmitter(members, event, listener, listener)
    })
  }

  registerOnce(emitter: object, event: string | symbol, listener: unknown): void {
    this.#holding.track('once()', 'an emitter and a listener', undefined, () => {
      if (typeof listener !== 'function') return undefined
      const members = emitter as Members
      let entry: ListenerEntry | undefined
      // An emitter's own `once` does not tell us when it has called.
      const called: Callback = function (...args) {
        members.removeListener?.(event, called)
        entry?.drop()
        return Reflect.apply(listener, this, args)
      }
      // As the emitter's own wrappers do it: `off(event, listener)` and `listeners()` look for it there.
      Object.assign(called, { listener })
      members.on?.(event, called)
      entry = this.#ofEmitter(members, event, listener, called)
      return entry
    })
  }

  listen(target: object, type: string, listener: unknown, options?: unknown): void {
    this.#holding.track('addEventListener()', 'an event target and a listener', undefined, () => {
      const members = target as Members
      members.addEventListener?.(type, listener, options)
      return isListener(listener) ? this.#ofTarget(target, type, listener, options) : undefined
    })
  }

  #ofEmitter(emitter: Members, event: string | symbol, listener: unknown, registered: unknown) {
    if (typeof emitter.on !== 'function' || typeof emitter.removeListener !== 'function') return undefined
    return new ListenerEntry(emitter, event, listener, () => emitter.removeListener?.(event, registered))
  }

  #ofTarget(target: object, type: string, listener: unknown, options: unknown) {
    const members = target as Members
    if (typeof members.removeEventListener !== 'function') return undefined
    return new ListenerEntry(target, type, listener, () =>
      members.removeEventListener?.(type, listener, options),
    )
  }
}

function isListener(value: unknown): boolean {
  return typeof value === 'function' || (typeof value === 'object' && value !== null)
}

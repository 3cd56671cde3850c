import type { Holding } from './holding.js'
import { type Emitter, EmitterEntry, ListenerEntry, type Target, TargetEntry } from './listener-entry.js'
import type { ListenerTracking } from './resource-scope.js'

type Callback = (this: unknown, ...args: unknown[]) => unknown

/** `resources.eventListeners`, and the scope's own ways to register. */
export class ListenerSet implements ListenerTracking {
  readonly #holding: Holding

  constructor(holding: Holding) {
    this.#holding = holding
  }

  add<L>(emitter: object, event: string | symbol, listener: L, options?: unknown): L {
    this.#holding.track('eventListeners.add()', 'an emitter, an event and a listener', undefined, () => {
      if (isEmitter(emitter)) {
        return typeof listener === 'function' ? new EmitterEntry(emitter, event, listener) : undefined
      }
      return isTarget(emitter) && isListener(listener)
        ? new TargetEntry(emitter, event as string, listener, options)
        : undefined
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
      if (!isEmitter(emitter)) return undefined
      emitter.on(event, listener)
      return new EmitterEntry(emitter, event, listener)
    })
  }

  registerOnce(emitter: object, event: string | symbol, listener: unknown): void {
    this.#holding.track('once()', 'an emitter and a listener', undefined, () => {
      if (!isEmitter(emitter) || typeof listener !== 'function') return undefined
      let entry: EmitterEntry | undefined
      // An emitter's own `once` does not tell us when it has called.
      const called: Callback = function (...args) {
        emitter.removeListener(event, called)
        entry?.drop()
        return Reflect.apply(listener, this, args)
      }
      // As the emitter's own wrappers do it: `off(event, listener)` and `listeners()` look for it there.
      Object.assign(called, { listener })
      emitter.on(event, called)
      entry = new EmitterEntry(emitter, event, listener, called)
      return entry
    })
  }

  listen(target: object, type: string, listener: unknown, options?: unknown): void {
    this.#holding.track('addEventListener()', 'an event target and a listener', undefined, () => {
      if (!isTarget(target)) return undefined
      target.addEventListener(type, listener, options)
      return isListener(listener) ? new TargetEntry(target, type, listener, options) : undefined
    })
  }
}

function isEmitter(value: object): value is Emitter {
  const emitter = value as Partial<Emitter>
  return typeof emitter.on === 'function' && typeof emitter.removeListener === 'function'
}

function isTarget(value: object): value is Target {
  const target = value as Partial<Target>
  return typeof target.addEventListener === 'function' && typeof target.removeEventListener === 'function'
}

function isListener(value: unknown): boolean {
  return typeof value === 'function' || (typeof value === 'object' && value !== null)
}

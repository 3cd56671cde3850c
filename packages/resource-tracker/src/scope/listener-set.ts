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

  // What is wrong with a listener or an event is for the emitter to say, as it does without a scope.

  register(emitter: object, event: string | symbol, listener: unknown): void {
    if (!this.#isEmitter('on()', emitter)) return
    emitter.on(event, listener)
    this.#holding.own(new EmitterEntry(emitter, event, listener))
  }

  registerOnce(emitter: object, event: string | symbol, listener: unknown): void {
    if (typeof listener !== 'function') {
      this.register(emitter, event, listener)
      return
    }
    if (!this.#isEmitter('once()', emitter)) return
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
    this.#holding.own(entry)
  }

  listen(target: object, type: string, listener: unknown, options?: unknown): void {
    const is = (): boolean => isTarget(target)
    if (!this.#holding.expects('addEventListener()', 'an event target', is)) return
    ;(target as Target).addEventListener(type, listener, options)
    if (!this.#holding.expects('addEventListener()', 'a listener', () => isListener(listener))) return
    this.#holding.own(new TargetEntry(target as Target, type, listener, options))
  }

  #isEmitter(call: string, value: object): value is Emitter {
    return this.#holding.expects(call, 'an emitter', () => isEmitter(value))
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

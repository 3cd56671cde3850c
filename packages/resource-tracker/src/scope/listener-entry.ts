import { Entry } from './entry.js'
import type { ListenerCensus } from './listener-census.js'

/** What of an emitter is used here. */
export interface Emitter {
  on(event: string | symbol, listener: unknown): unknown
  removeListener(event: string | symbol, listener: unknown): unknown
}

/** What of an event target is used here. */
export interface Target {
  addEventListener(type: string, listener: unknown, options: unknown): unknown
  removeEventListener(type: string, listener: unknown, options: unknown): unknown
}

/** A listener, somewhere. */
export abstract class ListenerEntry<On extends object = object, Event = unknown> extends Entry {
  readonly kind = 'listener'
  protected readonly on: On
  protected readonly event: Event
  protected readonly listener: unknown

  constructor(on: On, event: Event, listener: unknown) {
    // The same function may be registered twice, and then has to be taken off twice.
    super(undefined, undefined)
    this.on = on
    this.event = event
    this.listener = listener
  }

  override isGone(census: ListenerCensus): boolean {
    return !census.hears(this.on, this.event as string | symbol, this.listener)
  }

  is(on: unknown, event: unknown, listener: unknown): boolean {
    return this.on === on && this.event === event && this.listener === listener
  }
}

/** A listener of an emitter. `registered` is what stands for it there. */
export class EmitterEntry extends ListenerEntry<Emitter, string | symbol> {
  readonly #registered: unknown

  constructor(emitter: Emitter, event: string | symbol, listener: unknown, registered = listener) {
    super(emitter, event, listener)
    this.#registered = registered
  }

  dispose(): void {
    this.on.removeListener(this.event, this.#registered)
  }
}

/** A listener of an event target. */
export class TargetEntry extends ListenerEntry<Target, string> {
  readonly #options: unknown

  constructor(target: Target, type: string, listener: unknown, options: unknown) {
    super(target, type, listener)
    this.#options = options
  }

  dispose(): void {
    this.on.removeEventListener(this.event, this.listener, this.#options)
  }
}

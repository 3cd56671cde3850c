import { Entry } from './entry.js'
import type { ListenerCensus } from './listener-census.js'
import { countRegistration } from './registrations.js'

/** Up to so many listeners of an event are looked through when one that others share is taken off. */
const FEW = 64

/** What of an emitter is used here. */
export interface Emitter {
  on(event: string | symbol, listener: unknown): unknown
  removeListener(event: string | symbol, listener: unknown): unknown
  rawListeners?(event: string | symbol): readonly unknown[]
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
  /** What stands for the listener there. */
  protected readonly registered: unknown
  /** How many others had it in the same place when this one left. */
  protected others = 0

  constructor(on: On, event: Event, listener: unknown, registered = listener) {
    // The same function may be registered twice, and then has to be taken off twice.
    super(undefined, undefined)
    this.on = on
    this.event = event
    this.listener = listener
    this.registered = registered
    countRegistration(on, event, registered, 1)
  }

  override left(): void {
    this.others = countRegistration(this.on, this.event, this.registered, -1)
  }

  override isGone(census: ListenerCensus): boolean {
    return !census.hears(this.on, this.event as string | symbol, this.listener)
  }

  is(on: unknown, event: unknown, listener: unknown): boolean {
    return this.on === on && this.event === event && this.listener === listener
  }
}

/** A listener of an emitter. */
export class EmitterEntry extends ListenerEntry<Emitter, string | symbol> {
  dispose(): void {
    if (this.others === 0 || !this.#onlyTheirsAreLeft()) this.on.removeListener(this.event, this.registered)
  }

  /** Ours was taken off by hand: one more would be that of another request. */
  #onlyTheirsAreLeft(): boolean {
    const all = this.on.rawListeners?.(this.event)
    if (all === undefined || all.length > FEW) return false
    return all.filter((each) => each === this.registered).length <= this.others
  }
}

/** A listener of an event target. */
export class TargetEntry extends ListenerEntry<Target, string> {
  readonly #options: unknown

  get target(): object {
    return this.on
  }

  constructor(target: Target, type: string, listener: unknown, options: unknown) {
    super(target, type, listener)
    this.#options = options
  }

  dispose(): void {
    // A target has the same listener once, however often it is added: the last to go takes it off.
    if (this.others === 0) this.on.removeEventListener(this.event, this.listener, this.#options)
  }
}

import { Entry } from './entry.js'
import { holdOn } from './hold.js'
import type { ResourceKind } from './resource-kind.js'
import { saysClosed } from './says-closed.js'

/** Something that disposes of itself when it is told to: what was `use`d. */
export class UsedEntry extends Entry {
  readonly kind = 'disposable'
  readonly #value: object
  readonly #method: () => unknown

  constructor(value: object, method: () => unknown) {
    super(value, holdOn(value))
    this.#value = value
    this.#method = method
  }

  dispose(): unknown {
    return this.#method.call(this.#value)
  }

  override forgives(error: unknown): boolean {
    return saysClosed(error)
  }
}

/** A stream, ended without an error: nobody has to listen for one. */
export class StreamEntry extends Entry {
  readonly kind = 'stream'
  readonly #stream: { readonly destroyed?: boolean; destroy(): unknown }

  constructor(stream: { readonly destroyed?: boolean; destroy(): unknown }) {
    super(stream, holdOn(stream))
    this.#stream = stream
  }

  dispose(): void {
    if (!this.isGone()) this.#stream.destroy()
  }

  override isGone(): boolean {
    return this.#stream.destroyed === true
  }
}

/** What comes with its own way to dispose of it: `adopt`ed or `defer`red, each time it is given. */
export class CallbackEntry extends Entry {
  readonly kind: ResourceKind
  readonly #dispose: () => unknown

  constructor(kind: 'adopted' | 'deferred', dispose: () => unknown) {
    super(undefined, undefined)
    this.kind = kind
    this.#dispose = dispose
  }

  dispose(): unknown {
    return this.#dispose()
  }
}

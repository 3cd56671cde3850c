import type { ScopeEnd } from './resource-scope.js'

const REASONS: Readonly<Record<ScopeEnd, readonly [message: string, name: string]>> = {
  finished: ['The request has ended', 'AbortError'],
  'client-left': ['The client left before the response was finished', 'AbortError'],
  'timed-out': ['The request was not answered in time', 'TimeoutError'],
}

/**
 * The signal of a scope, made when somebody asks for it.
 *
 * Not the `req.signal` of newer Nodes: that one aborts a moment after the scope has been disposed of, knows
 * neither HTTP/2 nor upgrades, and is not there on Node 20 and 22.
 */
export class ScopeSignal {
  readonly #abortOnEnd: boolean
  #controller: AbortController | undefined
  #aborted: ScopeEnd | undefined

  constructor(abortOnEnd: boolean) {
    this.#abortOnEnd = abortOnEnd
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController()
      this.#abort()
    }
    return this.#controller.signal
  }

  /** The request has ended: a fetch that nobody awaits must not reject because all went well. */
  end(how: ScopeEnd): void {
    if (this.#aborted !== undefined || (how === 'finished' && !this.#abortOnEnd)) return
    this.#aborted = how
    this.#abort()
  }

  /** One for a scope whose own was moved away. */
  successor(): ScopeSignal {
    return new ScopeSignal(this.#abortOnEnd)
  }

  #abort(): void {
    if (this.#aborted === undefined) return
    this.#controller?.abort(new DOMException(...REASONS[this.#aborted]))
  }
}

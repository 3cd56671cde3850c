import type { ScopeEnd } from './resource-scope.js'

const REASONS: Readonly<Record<ScopeEnd, readonly [message: string, name: string]>> = {
  finished: ['The request has ended', 'AbortError'],
  'client-left': ['The client left before the response was finished', 'AbortError'],
  'timed-out': ['The request was not answered in time', 'TimeoutError'],
}

/**
 * The signal of a scope.
 *
 * Not the `req.signal` of newer Nodes: that one aborts a moment after the scope has been disposed of, knows
 * neither HTTP/2 nor upgrades, and is not there on Node 20 and 22.
 */
export class ScopeSignal {
  readonly #abortOnEnd: boolean
  readonly #controller = new AbortController()

  constructor(abortOnEnd: boolean) {
    this.#abortOnEnd = abortOnEnd
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** The request has ended: a fetch that nobody awaits must not reject because all went well. */
  end(how: ScopeEnd): void {
    if (this.signal.aborted || (how === 'finished' && !this.#abortOnEnd)) return
    this.#controller.abort(reasonOf(how))
  }
}

function reasonOf(how: ScopeEnd): DOMException {
  const reason = new DOMException(...REASONS[how])
  if (how !== 'client-left') return reason
  // It happens all day long, and whatever was waiting rejects with it: a handler of errors that knows nothing of
  // it prints its stack, which would lead from a socket to here. Koa prints nothing that clients may be told.
  return Object.defineProperties(reason, {
    stack: { value: `${reason.name}: ${reason.message}`, writable: true, configurable: true },
    expose: { value: true, writable: true, configurable: true },
  })
}

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { Memo, type OnError } from '@plimsoll/core'
import type { AdmissionRequest, Ticket } from '@plimsoll/memory-guard'
import type { RequestScope, ResourceScope, ResourceTracker, ScopeEnd } from '@plimsoll/resource-tracker'
import { canonicalPath } from './canonical-path.js'
import { onConnectionEnd } from './connection-end.js'
import { declaredBytes } from './declared-bytes.js'
import type { FollowedRequest } from './followed-request.js'
import type { Framework, RouteFacts } from './framework.js'
import { unmountedTracker } from './unmounted-tracker.js'

/** Something that wants to know when a response has ended, however it ended. */
export interface Finisher {
  finish(exchange: Exchange): void
  /** Is told what `finish` threw, which reaches neither the application nor the next finisher. */
  readonly onError: OnError
}

const KEY = Symbol.for('plimsoll.exchange@1')

/** Servers are asked for the same few targets over and over. */
const paths = new Memo(500, (url) => ({ path: canonicalPath(url) }))

interface Holder {
  [KEY]?: Exchange
}

/** Ends the scope of an exchange for which no tracker does. */
const SCOPE_END: Finisher = { finish: (exchange) => exchange.endResources(), onError: () => {} }

function finishSafely(finisher: Finisher, exchange: Exchange): void {
  try {
    finisher.finish(exchange)
  } catch (error) {
    finisher.onError(error)
  }
}

/**
 * One request and its response, as all parts share it: one decision, one canonical path, one listener for
 * the end, however many parts are mounted and how often.
 *
 * Reads little of either, and writes one field: behind Express, on Node 20, each has a hidden class of its own,
 * so that whatever is looked up in them is looked up as if for the first time, and a new field makes a new class.
 */
export class Exchange implements AdmissionRequest {
  readonly req: IncomingMessage
  /** What ends with it: the response, or the socket of an upgrade, which has none. */
  readonly res: ServerResponse | Duplex
  /** Original request target. */
  readonly url: string
  /** Canonical path of it, or `undefined` when it is written in a form that can hide. */
  readonly path: string | undefined
  /** Whether a guard has decided on it. */
  decided = false
  ticket: Ticket | undefined
  /** Path of the endpoint of ours that answered. */
  endpoint: string | undefined
  /** On the monotonic clock; 0 until somebody measures. */
  startMs = 0
  /** Who makes its scope: the first tracker that it came by. */
  tracker: ResourceTracker | undefined
  /** What asynchronous code below it sees, where somebody asked for that. */
  followed: FollowedRequest | undefined
  #scope: RequestScope | undefined
  #framework: Framework<unknown> | undefined
  #context: unknown
  #finishers: Finisher[] | undefined
  #stopWaiting: (() => void) | undefined

  constructor(req: IncomingMessage, res: ServerResponse | Duplex, url: string) {
    this.req = req
    this.res = res
    this.url = url
    this.path = paths.get(url).path
  }

  get method(): string {
    return this.req.method ?? 'GET'
  }

  /** Declared length of the body. */
  get bodyBytes(): number | undefined {
    return declaredBytes(this.req)
  }

  /** What the user's predicates are given: the same in front of a framework and behind it. */
  get raw(): unknown {
    return this.req
  }

  /** The route that answered, as the framework tells it after the response. */
  get route(): RouteFacts | undefined {
    return this.#framework?.routeOf(this.#context)
  }

  /** The functions that the route which answered calls. */
  get handlers(): readonly object[] {
    return this.#framework?.handlersOf(this.#context) ?? []
  }

  /** Where the application keeps what it loads for this request. */
  get holders(): readonly unknown[] {
    return this.#framework?.holdersOf(this.#context) ?? []
  }

  /** What the request opens, made when it is first asked for; ends with the response. */
  get resources(): ResourceScope {
    if (this.#scope !== undefined) return this.#scope
    this.#scope = (this.tracker ?? unmountedTracker()).open()
    const scope = this.#scope
    this.onEnd(SCOPE_END)
    return scope
  }

  /** Ends the scope, if there is one. A second time does nothing. */
  endResources(how?: ScopeEnd): void {
    this.#scope?.end(how ?? (wasFinished(this.res) ? 'finished' : 'client-left'))
  }

  /** Remembers through which framework the request came. */
  enter<C>(framework: Framework<C>, context: C): void {
    this.#framework = framework as Framework<unknown>
    this.#context = context
  }

  /** Calls `finisher` once when the response has ended: finished, aborted or broken. At once if it has. */
  onEnd(finisher: Finisher): void {
    if (hasEnded(this.req, this.res)) {
      finishSafely(finisher, this)
      return
    }
    if (this.#finishers === undefined) {
      this.#finishers = [finisher]
      this.res.on('close', () => this.end())
      // An upgraded socket has none.
      if ((this.res as Partial<ServerResponse>).socket === null)
        this.#stopWaiting = onConnectionEnd(this.req.socket, () => this.end())
    } else if (!this.#finishers.includes(finisher)) {
      this.#finishers.push(finisher)
    }
  }

  /** The response has ended. A second time does nothing. */
  end(): void {
    const finishers = this.#finishers
    if (finishers === undefined) return
    this.#finishers = undefined
    this.#stopWaiting?.()
    for (const finisher of finishers) finishSafely(finisher, this)
  }
}

/** Whether nothing more will be told of this response: what comes before us may have waited for too long. */
function hasEnded(req: IncomingMessage, res: ServerResponse | Duplex): boolean {
  const { stream } = res as { stream?: { readonly destroyed: boolean } }
  // HTTP/2: the socket belongs to all streams, and throws once the session is gone.
  // Requests that never were on a wire (serverless, injected by tests) have no socket.
  return stream === undefined ? res.destroyed || req.socket?.destroyed === true : stream.destroyed
}

/** Whether all of a response has gone out. An upgraded socket has none: it ends when somebody leaves. */
function wasFinished(res: ServerResponse | Duplex): boolean {
  if (!('headersSent' in res)) return false
  const { stream } = res as { stream?: { readonly rstCode?: number } }
  // A stream that was reset has finished writing as well.
  return stream === undefined ? res.writableFinished : res.writableEnded && stream.rstCode === 0
}

/** Returns the exchange of a request, if it has one. */
export function knownExchange(req: object): Exchange | undefined {
  return (req as Holder)[KEY]
}

/** Returns the exchange of a request, made on first use. */
export function exchangeOf(
  req: IncomingMessage,
  res: ServerResponse | Duplex,
  url = req.url ?? '/',
): Exchange {
  const known = (req as Holder)[KEY]
  if (known !== undefined) return known
  const made = new Exchange(req, res, url)
  ;(req as Holder)[KEY] = made
  return made
}

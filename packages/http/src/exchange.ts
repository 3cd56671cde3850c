import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { Memo, type OnError } from '@plimsoll/core'
import type { AdmissionRequest, MemoryView, Ticket } from '@plimsoll/memory-guard'
import type { RequestScope, ResourceScope, ResourceTracker, ScopeEnd } from '@plimsoll/resource-tracker'
import { isText } from './body-kind.js'
import { canonicalPath } from './canonical-path.js'
import { onConnectionEnd } from './connection-end.js'
import { declaredBytes } from './declared-bytes.js'
import { exchanges } from './exchanges.js'
import type { FollowedRequest } from './followed-request.js'
import type { Framework, RouteFacts } from './framework.js'
import { methodOf, socketOf } from './request-fields.js'
import { hasEnded, isResponse, listen, wasFinished } from './response-end.js'
import { unmountedTracker } from './unmounted-tracker.js'

/** Something that wants to know when a response has ended, however it ended. */
export interface Finisher {
  finish(exchange: Exchange): void
  /** Is told what `finish` threw, which reaches neither the application nor the next finisher. */
  readonly onError: OnError
}

/** Servers are asked for the same few targets over and over. */
const paths = new Memo(500, (url) => ({ path: canonicalPath(url) }))

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
 * Reads little of either, as late as it can, and writes nothing: behind Express, on Node 20, each has a hidden class
 * of its own, so that whatever is looked up in them is looked up as if for the first time (0.3 % of a hello world
 * each), and a new field makes a new class.
 */
export class Exchange implements AdmissionRequest {
  /** Keeps the hidden class, and what is compiled for it, through a major collection that finds no request. */
  static readonly example = new Exchange({} as IncomingMessage, {} as ServerResponse)
  readonly req: IncomingMessage
  /** What ends with it: the response, or the socket of an upgrade, which has none. */
  readonly res: ServerResponse | Duplex
  /** Whether it came by a guard in front of the framework. */
  attached = false
  /** Its target, as the middleware that looks at it now is given it. */
  mountedUrl: string | undefined
  /** What its handlers see as `memory`. */
  memory: MemoryView | undefined
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
  #url: string | undefined
  #path: { readonly path: string | undefined } | undefined
  #scope: RequestScope | undefined
  #framework: Framework<unknown> | undefined
  #context: unknown
  #finishers: Finisher[] | undefined
  #stopWaiting: (() => void) | undefined

  constructor(req: IncomingMessage, res: ServerResponse | Duplex) {
    this.req = req
    this.res = res
  }

  /** Original request target. */
  get url(): string {
    this.#url ??= this.#framework?.originalUrl(this.#context) ?? targetOf(this.req)
    return this.#url
  }

  /** Canonical path of it, or `undefined` when it is written in a form that can hide. */
  get path(): string | undefined {
    this.#path ??= paths.get(this.url)
    return this.#path.path
  }

  get method(): string {
    return methodOf(this.req) ?? 'GET'
  }

  /** Declared length of the body. */
  get bodyBytes(): number | undefined {
    return declaredBytes(this.req)
  }

  get bodyOnHeap(): boolean {
    return isText(this.req.headers['content-type'])
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
    this.#scope?.end(how ?? (wasFinished(this.req, this.res) ? 'finished' : 'client-left'))
  }

  /** Remembers through which framework the request came. */
  enter<C>(framework: Framework<C>, context: C): void {
    this.#framework = framework as Framework<unknown>
    this.#context = context
  }

  /** Calls `finisher` once when the response has ended: finished, aborted or broken. At once if it has. */
  onEnd(finisher: Finisher): void {
    if (this.#finishers === undefined) {
      if (hasEnded(this.req, this.res)) {
        finishSafely(finisher, this)
        return
      }
      this.#finishers = [finisher]
      // Bound, no closure: what is compiled for a closure is lost with the last one of its kind.
      listen(this.res, 'close', this.end.bind(this))
      const socket = socketOf(this.res)
      if (socket === null) this.#stopWaiting = onConnectionEnd(this.req.socket, this.end.bind(this))
      // A response that somebody made up may finish and never close.
      if (socket === undefined && isResponse(this.res)) this.res.on('finish', this.end.bind(this))
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

/** What was asked for, where no framework tells: some that mount strip `url` and keep this. */
function targetOf(req: IncomingMessage & { readonly originalUrl?: string }): string {
  return req.originalUrl ?? req.url ?? '/'
}

/** Returns the exchange of a request, if it has one. */
export function knownExchange(req: object): Exchange | undefined {
  return exchanges.get(req)
}

/** The same of what handlers are given: the request, or a context that has it. */
export function exchangeBehind(seen: { readonly req?: object }): Exchange | undefined {
  // In this order: a request has no `req`, and finding that out takes longer.
  return exchanges.get(seen) ?? (seen.req && exchanges.get(seen.req))
}

/** Returns the exchange of a request, made on first use. */
export function exchangeOf(req: IncomingMessage, res: ServerResponse | Duplex): Exchange {
  const known = exchanges.get(req)
  if (known !== undefined) return known
  const made = new Exchange(req, res)
  exchanges.set(req, made)
  return made
}

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { requestContext } from '@plimsoll/core'
import type { Observer, RequestTrace, ResourceScope } from '@plimsoll/resource-tracker'
import { type Exchange, knownExchange } from './exchange.js'
import { majorVersionOf, rawHeadersOf } from './request-fields.js'

/** Nobody looks for what does not exist. */
let someAreFollowed = false

/**
 * What asynchronous code below a request sees of it.
 *
 * Not the exchange itself: a timer that is never cleared keeps what was current when it was set, and that
 * must not be the request with all that hangs on it. So this lets go of it at the end.
 */
export class FollowedRequest {
  /** Keeps the hidden class, and what is compiled for it, through a major collection that finds no request. */
  static readonly example = new FollowedRequest({} as Exchange)
  req: IncomingMessage | undefined
  res: ServerResponse | Duplex | undefined
  /** What the observer keeps of it. */
  trace: RequestTrace | undefined
  observer: Observer | undefined
  #exchange: Exchange | undefined

  constructor(exchange: Exchange) {
    this.req = exchange.req
    this.res = exchange.res
    this.#exchange = exchange
  }

  /**
   * The scope of the request, until it has ended. A pool calls back in the name of the request that has made its
   * connection: what the one that is served now opens there must not be closed for it.
   */
  get resources(): ResourceScope | undefined {
    return this.#exchange?.resources
  }

  /** Runs `work`, and all that it starts, as part of the request. */
  run<T>(work: () => T): T {
    return requestContext().run(this, work)
  }

  /** The response has ended. */
  end(): void {
    this.#exchange = undefined
    this.req = undefined
    this.res = undefined
  }
}

/** Lets a request go on: followed wherever it goes, if somebody asked for that. */
export function proceed<T>(req: IncomingMessage, next: () => T): T {
  const followed = someAreFollowed ? knownExchange(req)?.followed : undefined
  return followed === undefined ? next() : followed.run(next)
}

/**
 * Has what listens to the body of a request run as part of it, too.
 *
 * Bytes that arrive later are told by the connection, which serves many requests and belongs to none.
 */
export function followBody(req: IncomingMessage, followed: FollowedRequest): void {
  someAreFollowed = true
  if (!mayHaveBody(req)) return
  const { emit } = req
  req.emit = function (...args: Parameters<typeof emit>) {
    return followed.run(() => Reflect.apply(emit, this, args))
  }
}

/** Asks for fields that every request has: to find out that one is missing, or has a getter, is dear. */
function mayHaveBody(req: IncomingMessage): boolean {
  if (majorVersionOf(req) >= 2) {
    // HTTP/2 says so itself. Over HTTP/1 clients may write 2.0.
    const { stream } = req as { readonly stream?: { readonly endAfterHeaders?: boolean } }
    if (stream !== undefined) return stream.endAfterHeaders === false
  }
  const raw = rawHeadersOf(req)
  // Requests that somebody made up may have none.
  if (Array.isArray(raw) && raw.length > 0) return raw.some(announcesBody)
  const { headers } = req
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined
}

/** Names and values alternate; a value that reads like one of these names announces none, but does no harm. */
function announcesBody(text: unknown): boolean {
  if (typeof text !== 'string' || (text.length !== 14 && text.length !== 17)) return false
  const name = text.toLowerCase()
  return name === 'content-length' || name === 'transfer-encoding'
}

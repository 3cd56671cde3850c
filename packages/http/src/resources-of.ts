import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { RequestScope, ResourceScope } from '@plimsoll/resource-tracker'
import { onConnectionEnd } from './connection-end.js'
import { exchangeBehind, exchangeOf } from './exchange.js'
import { unmountedTracker } from './unmounted-tracker.js'

/** Express's request, Koa's context, Node's or HTTP/2's request: what each has, and the others have not. */
interface Seen {
  readonly req?: IncomingMessage
  readonly res?: ServerResponse
}

interface Bare extends IncomingMessage {
  readonly stream?: Duplex
  readonly upgrade?: boolean
}

const byConnection = new WeakMap<IncomingMessage, RequestScope>()

/**
 * What a request opens, without augmenting the framework's types; made where no tracker is mounted, too.
 *
 * In a bare `node:http` server give the response as well, or for an upgrade the socket: the scope ends with
 * it. Otherwise it ends with the response that Node is about to send, or with the connection.
 *
 * @example
 * const file = await resourcesOf(req).open('report.csv')
 */
export function resourcesOf(request: object, response?: ServerResponse | Duplex): ResourceScope {
  // Whatever is given, a handler is given a scope.
  return scopeOf(Object(request), response) ?? unmountedTracker().open()
}

function scopeOf(seen: Seen, response?: ServerResponse | Duplex): ResourceScope | undefined {
  const known = exchangeBehind(seen)
  if (known !== undefined) return known.resources
  const req = (seen.req ?? seen) as Bare
  const res = response ?? seen.res ?? currentResponse(req)
  if (res !== undefined) return exchangeOf(req, res).resources
  const ending = req.stream ?? req.socket
  return typeof ending === 'object' && ending !== null ? scopeUntilClosed(req, ending) : undefined
}

/** The response that a connection is busy with, if it is this request's; others wait for their turn. */
function currentResponse(req: Bare): ServerResponse | undefined {
  const { _httpMessage: res } = (req.socket ?? {}) as { _httpMessage?: ServerResponse }
  return res?.req === req ? res : undefined
}

function scopeUntilClosed(req: Bare, ending: Duplex): ResourceScope {
  let scope = byConnection.get(req)
  if (scope === undefined) {
    const made = unmountedTracker().open()
    // Of the answer nothing is known: one that was finished must not abort anything.
    const end = (): void => made.end(req.upgrade === true ? 'client-left' : 'finished')
    scope = made
    byConnection.set(req, made)
    if (ending.destroyed) end()
    else if (req.stream !== undefined) ending.once('close', end)
    else onConnectionEnd(ending as Socket, end)
  }
  return scope
}

const accessor: PropertyDescriptor = {
  configurable: true,
  get(this: Seen) {
    // On every path of an application the same: shown where a tracker is mounted, whoever came by one first.
    const exchange = exchangeBehind(this)
    return exchange?.tracker && exchange.resources
  },
  // Whoever has a field of that name keeps it.
  set(this: object, value: unknown) {
    Object.defineProperty(this, 'resources', { value, writable: true, enumerable: true, configurable: true })
  },
}

/**
 * Shows `resources` on something that requests inherit from, or on a request itself.
 *
 * Once for each application: a request for which nobody asks pays nothing for it.
 */
export function showResources(target: object): void {
  if (!('resources' in target)) Object.defineProperty(target, 'resources', accessor)
}

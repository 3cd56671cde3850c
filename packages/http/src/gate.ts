import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Clock, OnError } from '@plimsoll/core'
import type { MemoryGuard, Shed } from '@plimsoll/memory-guard'
import type { EndpointPaths } from './endpoint-paths.js'
import { type Exchange, exchangeOf, type Finisher } from './exchange.js'
import { headersSentOf, isEnded, statusCodeOf } from './request-fields.js'
import { isResponse } from './response-end.js'
import type { RouteLabels } from './route-labels.js'
import { refuseUpgrade, sendShed } from './send-shed.js'
import { type PreparedReply, shedReply } from './shed-reply.js'

const ENDPOINT_SHED: Shed = {
  decision: 'shed',
  status: 503,
  reason: 'endpoint-budget',
  retryAfterSeconds: 1,
}

/** Asks the guard about an exchange, once, and gives the reservation back when the response has ended. */
export class Gate implements Finisher {
  caseSensitive = false
  readonly #guard: MemoryGuard
  readonly #endpoints: EndpointPaths
  readonly #labels: RouteLabels
  readonly #clock: Clock
  readonly onError: OnError

  constructor(
    guard: MemoryGuard,
    endpoints: EndpointPaths,
    labels: RouteLabels,
    clock: Clock,
    onError: OnError,
  ) {
    this.onError = onError
    this.#labels = labels
    this.#guard = guard
    this.#endpoints = endpoints
    this.#clock = clock
  }

  /** The answer for a request that is turned away, or `undefined` for one that goes on. */
  decide(exchange: Exchange): PreparedReply | undefined {
    const { req, res, path } = exchange
    // Whoever has begun to answer has to finish: there is no second response.
    if (exchange.decided || headersSentOf(res) === true) return undefined
    exchange.decided = true
    if (path !== undefined && this.#endpoints.has(path, this.caseSensitive)) {
      return this.#guard.admitEndpoint() ? undefined : shedReply(ENDPOINT_SHED, req.headers.accept)
    }
    const verdict = this.#guard.admit(exchange)
    if (verdict.decision === 'shed') return shedReply(verdict, req.headers.accept)
    exchange.ticket = verdict.ticket
    exchange.onEnd(this)
    return undefined
  }

  /** Decides in front of the framework; `true` when the request may go on to it. */
  enter(req: IncomingMessage, res: ServerResponse): boolean {
    const exchange = exchangeOf(req, res)
    exchange.attached = true
    exchange.memory = this.#guard.memory
    const reply = this.decide(exchange)
    if (reply === undefined) return true
    sendShed(req, res, reply, this.#clock)
    return false
  }

  /** Decides on an upgrade; its reservation lives as long as the socket. */
  enterUpgrade(req: IncomingMessage, socket: Duplex): boolean {
    const exchange = exchangeOf(req, socket)
    exchange.memory = this.#guard.memory
    const reply = this.decide(exchange)
    if (reply === undefined) return true
    refuseUpgrade(socket, reply)
    return false
  }

  finish(exchange: Exchange): void {
    const { ticket, res } = exchange
    if (ticket === undefined) return
    exchange.ticket = undefined
    this.#guard.release(ticket, !isEnded(res) && isResponse(res) ? res : undefined)
    // What was not found is no route: a stranger must not fill the table with paths that don't exist.
    const statusCode = statusCodeOf(res)
    if (statusCode !== undefined && statusCode < 400) {
      const template = this.#guard.knowsRoute(ticket) ? undefined : this.#labels.of(exchange)
      this.#guard.learnRoute(exchange, ticket, template)
    }
  }
}

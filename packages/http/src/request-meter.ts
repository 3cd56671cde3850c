import type { Clock, OnError } from '@plimsoll/core'
import type { Exchange, Finisher } from './exchange.js'
import type { Part } from './part.js'
import { headersSentOf, statusCodeOf } from './request-fields.js'
import type { RouteLabels } from './route-labels.js'

/** Where durations are counted. */
export interface RequestDurations {
  observe(method: string, route: string, statusCode: number, seconds: number): void
}

/** No route answered: a 404, or a framework that names no routes. One series for all of them. */
const UNMATCHED = 'unmatched'
/** What a client that went away before the head was sent is counted as; nginx's convention. */
const CLIENT_CLOSED_REQUEST = 499

/** Measures how long requests take, by the route that answered them. */
export class RequestMeter implements Part, Finisher {
  readonly #durations: RequestDurations
  readonly #labels: RouteLabels
  readonly #clock: Clock
  readonly onError: OnError

  constructor(durations: RequestDurations, labels: RouteLabels, clock: Clock, onError: OnError) {
    this.onError = onError
    this.#durations = durations
    this.#labels = labels
    this.#clock = clock
  }

  start(): void {}

  handle(exchange: Exchange): undefined {
    if (exchange.startMs === 0) exchange.startMs = this.#clock.now()
    exchange.onEnd(this)
  }

  finish(exchange: Exchange): void {
    const { res } = exchange
    const statusCode = statusCodeOf(res)
    // An upgraded socket is open for hours; that is no duration of a request.
    if (statusCode === undefined) return
    const status = headersSentOf(res) ? statusCode : CLIENT_CLOSED_REQUEST
    const seconds = (this.#clock.now() - exchange.startMs) / 1000
    this.#durations.observe(exchange.method, this.#labels.of(exchange) ?? UNMATCHED, status, seconds)
  }

  close(): void {}

  [Symbol.dispose](): void {}
}

import { board, type Closeable, nodeClock, type OnError } from '@plimsoll/core'
import {
  createResourceTracker,
  type ResourceTracker,
  type ResourceTrackerOptions,
} from '@plimsoll/resource-tracker'
import { clearFields } from './clear-fields.js'
import type { Exchange, Finisher } from './exchange.js'
import type { Common } from './factory-options.js'
import { FollowedRequest, followBody } from './followed-request.js'
import type { Framework } from './framework.js'
import type { Part } from './part.js'
import { showResources } from './resources-of.js'
import type { RouteLabels } from './route-labels.js'
import { ShownOnce } from './shown-once.js'

/** The tracker as a part: shows scopes to handlers, and tells it when watched requests begin and end. */
export class ResourcesPart implements Part, Finisher {
  readonly tracker: ResourceTracker
  readonly onError: OnError
  readonly #labels: RouteLabels
  readonly #shown = new ShownOnce(showResources)
  #onBoard: readonly Closeable[] = []

  constructor(options: ResourceTrackerOptions | undefined, common: Common, labels: RouteLabels) {
    const { logger, onError } = common
    this.tracker = createResourceTracker(options, { clock: nodeClock, logger, onError })
    this.onError = onError
    this.#labels = labels
  }

  start(): void {
    this.tracker.start()
    this.#onBoard = [
      board().put('metrics', () => this.tracker.metrics),
      board().put('outstanding', () => this.tracker.outstanding()),
    ]
  }

  handle<C>(exchange: Exchange, framework: Framework<C>, context: C): undefined {
    this.#shown.on(exchange, framework, context)
    exchange.tracker ??= this.tracker
    const { options, observer, requests } = this.tracker
    if (options.asyncContext || observer !== undefined) this.#follow(exchange)
    if (requests.enabled) this.#expect(exchange)
    if (exchange.followed !== undefined || requests.enabled || options.clearFields.length > 0)
      exchange.onEnd(this)
  }

  /** Handlers are written for a scope: they are given one still, which ends with the request. */
  letPass<C>(exchange: Exchange, framework: Framework<C>, context: C): void {
    this.#shown.on(exchange, framework, context)
    exchange.tracker ??= this.tracker
  }

  finish(exchange: Exchange): void {
    const { options, observer, requests } = this.tracker
    exchange.endResources()
    requests.end(exchange)
    const { followed } = exchange
    if (followed?.trace !== undefined && observer !== undefined && followed.observer === observer) {
      // A text, and no way to find it out: whatever the request has left open may keep its trace.
      observer.end(followed.trace, this.#labels.of(exchange))
    }
    followed?.end()
    if (options.clearFields.length > 0) clearFields(exchange.holders, options.clearFields, this.onError)
  }

  close(): void {
    for (const each of this.#onBoard) each.close()
    this.tracker.close()
  }

  [Symbol.dispose](): void {
    this.close()
  }

  #follow(exchange: Exchange): void {
    const { options, observer } = this.tracker
    const isWatched = exchange.followed?.trace !== undefined
    const trace = isWatched ? undefined : observer?.begin()
    if (trace === undefined && !options.asyncContext) return
    if (exchange.followed === undefined) {
      exchange.followed = new FollowedRequest(exchange)
      followBody(exchange.req, exchange.followed)
    }
    if (trace === undefined) return
    exchange.followed.trace = trace
    exchange.followed.observer = observer
  }

  #expect(exchange: Exchange): void {
    const { req, res } = exchange
    const labels = this.#labels
    this.tracker.requests.begin(exchange, {
      method: req.method ?? 'GET',
      get route() {
        return labels.of(exchange)
      },
      get answered() {
        return !('headersSent' in res) || res.headersSent
      },
      timeOut: () => exchange.endResources('timed-out'),
    })
  }
}

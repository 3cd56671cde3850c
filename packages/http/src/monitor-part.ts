import { board, type Closeable, type OnError, type RouteHandlers } from '@plimsoll/core'
import { createMemoryMonitor, type MemoryMonitor, type MemoryMonitorOptions } from '@plimsoll/memory-monitor'
import type { Exchange, Finisher } from './exchange.js'
import type { Common } from './factory-options.js'
import type { Part } from './part.js'
import type { RouteLabels } from './route-labels.js'

/** Far more than requests leak by. */
const MOST_ROUTES = 200

/**
 * The monitor as a part: the first request starts it. While something is looked into it remembers which functions
 * serve which route, so that what they allocate can be told by route; at other times it looks at no request.
 */
export class MonitorPart implements Part, Finisher {
  readonly monitor: MemoryMonitor
  readonly onError: OnError
  readonly #labels: RouteLabels
  readonly #routes = new Map<string, RouteHandlers>()
  #onBoard: Closeable | undefined

  constructor(options: MemoryMonitorOptions | undefined, common: Common, labels: RouteLabels) {
    this.monitor = createMemoryMonitor(options, common)
    this.onError = common.onError
    this.#labels = labels
  }

  start(): void {
    this.monitor.start()
    this.#onBoard = board().put('handlers', () => [...this.#routes.values()])
  }

  handle(exchange: Exchange): undefined {
    if (this.monitor.isLooking) exchange.onEnd(this)
  }

  finish(exchange: Exchange): void {
    const route = this.#labels.of(exchange)
    if (route === undefined || this.#routes.has(route) || this.#routes.size >= MOST_ROUTES) return
    this.#routes.set(route, { route, handlers: exchange.handlers })
  }

  close(): void {
    this.#onBoard?.close()
    this.#routes.clear()
    this.monitor.stop()
  }

  [Symbol.dispose](): void {
    this.close()
  }
}

import type { Exchange } from './exchange.js'
import type { Framework } from './framework.js'

/**
 * Shows something on what the requests of an application inherit from: once, not for each request. Where there is
 * no such object, it is shown on each.
 */
export class ShownOnce {
  readonly #show: (target: object) => void
  readonly #showOn: (exchange: Exchange) => void
  /** Weakly: an application leads to its middleware, and an abandoned one must be collected. */
  readonly #shownOn = new WeakSet<object>()

  constructor(show: (target: object) => void, showOn = (exchange: Exchange) => show(exchange.req)) {
    this.#show = show
    this.#showOn = showOn
  }

  on<C>(exchange: Exchange, framework: Framework<C>, context: C): void {
    const inherited = Object.getPrototypeOf(context)
    if (this.#shownOn.has(inherited)) return
    const target = framework.prototypeOf(context)
    if (target !== undefined) {
      this.#show(target)
      this.#shownOn.add(inherited)
    } else this.#showOn(exchange)
  }
}

import { board, type Clock, type Closeable, nodeClock } from '@plimsoll/core'
import { createMemoryGuard, type MemoryGuard, type MemoryGuardOptions } from '@plimsoll/memory-guard'
import { EndpointPaths } from './endpoint-paths.js'
import type { Exchange } from './exchange.js'
import type { Common } from './factory-options.js'
import type { Framework } from './framework.js'
import { Gate } from './gate.js'
import type { Answer, Part } from './part.js'
import type { RouteLabels } from './route-labels.js'

/** The guard as a part: decides on what was not decided in front of the framework. */
export class GuardPart implements Part {
  readonly guard: MemoryGuard
  readonly gate: Gate
  #frameworkKnown = false
  #onBoard: readonly Closeable[] = []

  constructor(
    options: MemoryGuardOptions | undefined,
    common: Common,
    labels: RouteLabels,
    clock: Clock = nodeClock,
  ) {
    const { sampler, onError } = common
    this.guard = createMemoryGuard(options, { sampler, clock, onError })
    this.gate = new Gate(this.guard, new EndpointPaths(options?.exempt ?? []), labels, clock, onError)
  }

  start(): void {
    this.guard.start()
    this.#onBoard = [
      board().put('metrics', () => this.guard.metrics),
      board().put('health', () => this.guard.health),
    ]
  }

  handle<C>(exchange: Exchange, framework: Framework<C>, context: C): Answer | undefined {
    if (!this.#frameworkKnown) this.#learnFramework(framework.caseSensitive(context))
    return this.gate.decide(exchange)
  }

  close(): void {
    for (const entry of this.#onBoard) entry.close()
    this.guard.close()
  }

  [Symbol.dispose](): void {
    this.close()
  }

  #learnFramework(caseSensitive: boolean): void {
    this.#frameworkKnown = true
    this.gate.caseSensitive = caseSensitive
    if (caseSensitive) this.guard.caseSensitive = true
  }
}

import { bytesText, type Closeable, percentText } from '@plimsoll/core'
import type { MemoryGuard } from '@plimsoll/memory-guard'
import type { Common } from './factory-options.js'
import type { Part } from './part.js'

/** Logs what a person on call has to know: a change of pressure, and a sampler that fails. Nothing else. */
export class StateLog implements Part {
  readonly #guard: MemoryGuard
  readonly #common: Common
  #level = 'normal'
  #failing = ''
  #subscription: Closeable | undefined

  constructor(guard: MemoryGuard, common: Common) {
    this.#guard = guard
    this.#common = common
  }

  start(): void {
    this.#subscription = this.#common.sampler.onSample(() => this.#look())
  }

  close(): void {
    this.#subscription?.close()
  }

  [Symbol.dispose](): void {
    this.close()
  }

  #look(): void {
    const { pressure, ratio, signal } = this.#guard.memory
    if (pressure !== this.#level) {
      this.#level = pressure
      const message = `[plimsoll] memory pressure is ${pressure}: ${this.#describe(signal, ratio)}`
      if (pressure === 'normal') this.#common.logger.info(message)
      else this.#common.logger.warn(message)
    }
    const failing = this.#common.sampler.stats.failing.join(', ')
    if (failing === this.#failing) return
    this.#failing = failing
    if (failing === '') this.#common.logger.info('[plimsoll] all readings work again')
    else this.#common.logger.error(`[plimsoll] cannot read ${failing}; going on without`)
  }

  #describe(signal: string, ratio: number): string {
    const state = this.#common.sampler.signals.get(signal as never)
    const { admitted, shed } = this.#guard.stats
    const limit = state?.limitBytes === undefined ? 'its limit' : bytesText(state.limitBytes)
    return `${signal} at ${percentText(ratio)} of ${limit}; ${admitted} admitted, ${shed} shed so far`
  }
}

import type { Sample, Sampler } from '@plimsoll/core'
import type { LimitFacts } from '../report/limits.js'
import { Filling } from './filling.js'

export interface LimitWatchParts {
  readonly sampler: Pick<Sampler, 'limitBytes'>
  /** What is allocated between two scavenges. */
  readonly youngBytes: () => number
  /** Pages of the program, which the kernel can take. */
  readonly programBytes: () => number
}

/** Keeps what limits are judged by. */
export class LimitWatch {
  readonly #parts: LimitWatchParts
  readonly #container: Filling
  readonly #process: Filling

  constructor(observationMs: number, parts: LimitWatchParts) {
    this.#parts = parts
    this.#container = new Filling(observationMs)
    this.#process = new Filling(observationMs)
  }

  note({ atMs, containerUsedBytes, rssBytes }: Sample): void {
    this.#container.note(atMs, containerUsedBytes)
    if (this.#capBytes !== undefined) this.#process.note(atMs, rssBytes)
  }

  get facts(): LimitFacts {
    const { youngBytes, programBytes } = this.#parts
    const capBytes = this.#capBytes
    // Half of the young generation is for what survives.
    return {
      container: this.#container.trend,
      youngBytes: 2 * youngBytes(),
      programBytes: programBytes(),
      ...(capBytes !== undefined && { capBytes, process: this.#process.trend }),
    }
  }

  get #capBytes(): number | undefined {
    return this.#parts.sampler.limitBytes
  }
}

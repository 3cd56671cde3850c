import type { Sample } from '@plimsoll/core'
import type { LimitFacts } from '../report/limits.js'
import { ContainerUse } from './container-use.js'

export interface LimitWatchParts {
  /** What is allocated between two scavenges. */
  readonly youngBytes: () => number
  /** Pages of the program, which the kernel can take. */
  readonly programBytes: () => number
}

/** Keeps what limits are judged by. */
export class LimitWatch {
  readonly #parts: LimitWatchParts
  readonly #container: ContainerUse

  constructor(observationMs: number, parts: LimitWatchParts) {
    this.#parts = parts
    this.#container = new ContainerUse(observationMs)
  }

  note(sample: Sample): void {
    this.#container.note(sample)
  }

  get facts(): LimitFacts {
    const { youngBytes, programBytes } = this.#parts
    // Half of the young generation is for what survives.
    return {
      container: this.#container.trend,
      youngBytes: 2 * youngBytes(),
      programBytes: programBytes(),
    }
  }
}

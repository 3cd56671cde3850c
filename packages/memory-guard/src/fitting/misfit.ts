import type { Priority, ShedReason } from '../admission.js'

/** A request that does not fit, and the limit it does not fit under. */
export interface Misfit {
  readonly reason: ShedReason
  /** Whether it could never fit, with nothing else in flight. */
  readonly forever: boolean
  /** Whether it is memory in use, which may be garbage, rather than what is promised to others. */
  readonly full: boolean
  /** Whether it would fit if what is kept to be used again were given back. */
  readonly kept: boolean
  readonly ratio: number
  readonly usedBytes: number
  readonly limitBytes: number
}

/** A refusal is repeated without looking for this long, unless a request ends before. */
const REFUSAL_MS = 10

/** Whom it was said to, and how many reservations had been given back by then. */
export interface Asked {
  readonly costBytes: number
  readonly offHeapBytes: number
  readonly priority: Priority
  readonly releases: number
  readonly nowMs: number
}

/** What was refused a moment ago: turning away must be cheap. */
export class LastRefusal {
  #last: { readonly misfit: Misfit; readonly asked: Asked } | undefined

  remember(misfit: Misfit, asked: Asked): void {
    this.#last = { misfit, asked }
  }

  forget(): void {
    this.#last = undefined
  }

  /** The same refusal, where nothing has been given back since that said no. */
  repeated(asked: Asked): Misfit | undefined {
    if (this.#last === undefined || this.#last.misfit.forever) return undefined
    const { misfit, asked: before } = this.#last
    const same =
      asked.priority === before.priority &&
      asked.costBytes >= before.costBytes &&
      asked.offHeapBytes <= before.offHeapBytes &&
      asked.releases === before.releases &&
      asked.nowMs < before.nowMs + REFUSAL_MS
    return same ? misfit : undefined
  }
}

import { type RequestContext, requestContext } from '@plimsoll/core'
import type { Acquisition } from '../../observe/acquisition.js'
import type { OutstandingKind } from '../../observe/observer.js'

/** The trace of a request as the wrappers use it. A copy of this package may have made it. */
export interface OpenTrace {
  readonly hasEnded: boolean
  waitsLong(delayMs: number): boolean
  ripeAtMs(delayMs: number): number
  dueAtMs(delayMs: number): number
  wantsStack(kind: OutstandingKind, eager: boolean): boolean
  add(acquisition: Acquisition): void
}

interface Store {
  readonly trace?: OpenTrace
  readonly req?: object
  readonly res?: object
}

/**
 * How the wrappers of one installation find the request that is being served.
 *
 * Each installation has its own: a wrapper that somebody else has wrapped cannot be taken away, and once its
 * installation is stopped it finds nothing more, whatever is installed later.
 */
export class CurrentRequest {
  #context: RequestContext | undefined = requestContext()

  /** The trace of the request that is being served, if it is watched. */
  get trace(): OpenTrace | undefined {
    if (this.#context === undefined) return undefined
    const store = this.#context.getStore() as Store | undefined
    return store === undefined ? undefined : store.trace
  }

  /** Whether something is the current request itself, or its response: they end with it. */
  is(target: object): boolean {
    const store = this.#context?.getStore() as Store | undefined
    return store !== undefined && (store.req === target || store.res === target)
  }

  stop(): void {
    this.#context = undefined
  }
}

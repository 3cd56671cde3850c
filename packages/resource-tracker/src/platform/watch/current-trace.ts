import { type RequestContext, requestContext } from '@plimsoll/core'
import type { Acquisition } from '../../observe/acquisition.js'
import type { OutstandingKind } from '../../observe/observer.js'

/** The trace of a request as the wrappers use it. A copy of this package may have made it. */
export interface OpenTrace {
  readonly hasEnded: boolean
  waitsLong(delayMs: number): boolean
  ripeAtMs(delayMs: number): number
  wantsStack(kind: OutstandingKind, eager: boolean): boolean
  add(acquisition: Acquisition): void
}

interface Store {
  readonly trace?: OpenTrace
  readonly req?: object
  readonly res?: object
}

let context: RequestContext | undefined

/** From now on wrappers look for the current request. */
export function lookForRequests(): void {
  context = requestContext()
}

/** From now on a wrapper that somebody else has wrapped, and that cannot be taken away, only passes through. */
export function stopLooking(): void {
  context = undefined
}

/** The trace of the request that is being served, if it is watched. */
export function currentTrace(): OpenTrace | undefined {
  if (context === undefined) return undefined
  const store = context.getStore() as Store | undefined
  return store === undefined ? undefined : store.trace
}

/** Whether something is the current request itself, or its response: they end with it. */
export function isOfRequest(target: object): boolean {
  const store = context?.getStore() as Store | undefined
  return store !== undefined && (store.req === target || store.res === target)
}

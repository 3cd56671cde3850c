import { AsyncLocalStorage } from 'node:async_hooks'

/** What follows a request through its callbacks and promises. */
export interface RequestContext {
  /** Runs `work`, and all that it starts, with `request` as the current one. */
  run<T>(request: object, work: () => T): T
  /** The current request, or `undefined` outside of one, or where nobody runs requests in the context. */
  getStore(): object | undefined
}

const KEY = Symbol.for('plimsoll.context@1')

/**
 * Returns the process's one context, made on first use: following a request costs 2 to 3 % of a hello world,
 * so it is made only where somebody asks for it. Two copies of this package share it.
 */
export function requestContext(): RequestContext {
  const holder = globalThis as { [KEY]?: RequestContext }
  holder[KEY] ??= new AsyncLocalStorage<object>()
  return holder[KEY]
}

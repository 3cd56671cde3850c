import { AsyncLocalStorage } from 'node:async_hooks'

/** Tells what a call was begun for, however many timers and promises later. */
export interface CallContext {
  run<T>(mark: object, act: () => T): T
  /** The mark of the call that is under way. */
  readonly mark: object | undefined
}

/** One of its own; costs nothing until `run()` is called. */
export function callContext(): CallContext {
  const storage = new AsyncLocalStorage<object>()
  return {
    run: (mark, act) => storage.run(mark, act),
    get mark() {
      return storage.getStore()
    },
  }
}

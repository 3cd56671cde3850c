/**
 * Reads the stack above `below`, innermost first and at most `frames` of it: 20 to 50 µs. `undefined` where it is not
 * to be had.
 *
 * It is read at once, because an unread stack keeps the receivers of all its frames alive, and raw, because a
 * program's own way of telling stacks may read source maps for each.
 */
export function readStack<T>(
  below: (...args: never[]) => unknown,
  frames: number,
  read: (sites: readonly NodeJS.CallSite[]) => T,
): T | undefined {
  const limit = Error.stackTraceLimit
  const prepare = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace')
  try {
    Error.stackTraceLimit = frames
    Error.prepareStackTrace = (_, sites) => read(sites)
    const holder: { stack?: unknown } = {}
    Error.captureStackTrace(holder, below)
    return holder.stack as T
  } catch {
    return undefined // Frozen intrinsics.
  } finally {
    restore(limit, prepare)
  }
}

function restore(limit: number, prepare: PropertyDescriptor | undefined): void {
  try {
    Error.stackTraceLimit = limit
    if (prepare === undefined) Reflect.deleteProperty(Error, 'prepareStackTrace')
    else Object.defineProperty(Error, 'prepareStackTrace', prepare)
  } catch {
    // What could not be set need not be restored.
  }
}

/** Failures inside the suite and of callbacks that it was given, since the process started. */
export interface InternalErrors {
  count: number
}

const KEY = Symbol.for('plimsoll.errors@1')

/**
 * Returns the process's count of what went wrong without reaching a request. Two copies of this package share
 * it; `/metrics` tells it as `plimsoll_internal_errors_total`.
 */
export function internalErrors(): InternalErrors {
  const holder = globalThis as { [KEY]?: InternalErrors }
  holder[KEY] ??= { count: 0 }
  return holder[KEY]
}

/** Counts one, for where nobody is told. */
export function countError(): void {
  internalErrors().count += 1
}

import type { OnError } from './logger.js'

/**
 * Reports what a callback of the user rejects with, when it turns out to be asynchronous.
 *
 * Nobody waits for its promise, so without this a rejection would be unhandled and end the process.
 */
export function reportRejection(result: unknown, onError: OnError): void {
  if (typeof result !== 'object' || result === null) return
  const { then } = result as { then?: unknown }
  if (typeof then === 'function') then.call(result, undefined, onError)
}

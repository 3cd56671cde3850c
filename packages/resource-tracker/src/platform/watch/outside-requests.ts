import { type Clock, requestContext } from '@plimsoll/core'

/**
 * The same clock, whose timers belong to no request: they are not watched, and do not keep the request alive
 * in which they happened to be set.
 */
export function outsideRequests(clock: Clock): Clock {
  const nobody = undefined as unknown as object
  return {
    now: () => clock.now(),
    schedule: (callback, delayMs) => requestContext().run(nobody, () => clock.schedule(callback, delayMs)),
  }
}

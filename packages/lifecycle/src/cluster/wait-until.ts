import type { Clock } from '@plimsoll/core'
import type { Roster } from './roster.js'

/** Resolves to true as soon as the condition holds, to false when that takes too long. */
export function waitUntil(
  condition: () => boolean,
  timeoutMs: number,
  { roster, clock }: { readonly roster: Roster; readonly clock: Clock },
): Promise<boolean> {
  if (condition()) return Promise.resolve(true)
  return new Promise((resolve) => {
    const settle = (holds: boolean): void => {
      timer.close()
      subscription.close()
      resolve(holds)
    }
    const timer = clock.schedule(() => settle(false), timeoutMs)
    const subscription = roster.onChange(() => {
      if (condition()) settle(true)
    })
  })
}

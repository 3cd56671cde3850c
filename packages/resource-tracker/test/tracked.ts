import { createFakeClock } from '@plimsoll/core/testing'
import { createResourceTracker } from '../src/create-resource-tracker.js'
import type { ResourceTrackerPorts } from '../src/resource-tracker.js'
import type { ResourceTrackerOptions } from '../src/tracker-options.js'

/** A tracker on a clock of its own, and what it reported. */
export function tracked(options?: ResourceTrackerOptions, ports: Partial<ResourceTrackerPorts> = {}) {
  const clock = createFakeClock()
  const errors: unknown[] = []
  const tracker = createResourceTracker(options, { clock, onError: (error) => errors.push(error), ...ports })
  return { clock, errors, tracker, scope: tracker.open() }
}

/** Lets promises that are settled be noticed. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Counts of one kind and no other. */
export const counts = (some: Record<string, number>) => ({
  ...{ timer: 0, listener: 0, descriptor: 0, stream: 0, disposable: 0, adopted: 0, deferred: 0 },
  ...some,
})

import type { ResourceTracker } from '@plimsoll/resource-tracker'

/** What the middleware of `resourceTracker()` carries: the tracker, and what is mostly asked of it. */
export interface TrackerHandle
  extends Pick<ResourceTracker, 'stats' | 'outstanding' | 'onOutstanding' | 'overdue'> {
  readonly resources: ResourceTracker
}

/** Gives a middleware what a {@link TrackerHandle} has. */
export function withTracker<M extends object>(middleware: M, tracker: ResourceTracker): M & TrackerHandle {
  const { outstanding, onOutstanding, overdue } = tracker
  const held = Object.assign(middleware, { resources: tracker, outstanding, onOutstanding, overdue })
  return Object.defineProperty(held, 'stats', { get: () => tracker.stats }) as M & TrackerHandle
}

import { createResourceTracker, type ResourceTracker } from '@plimsoll/resource-tracker'

let tracker: ResourceTracker | undefined

/** Makes the scopes of requests that came by no tracker: they work, and nobody is told of them. */
export function unmountedTracker(): ResourceTracker {
  tracker ??= createResourceTracker(undefined, { onError: () => {} })
  return tracker
}

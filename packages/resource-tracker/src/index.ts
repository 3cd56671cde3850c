export { createResourceTracker } from './create-resource-tracker.js'
export type { ObserveOptions } from './observe/observe-options.js'
export type {
  Observer,
  Outstanding,
  OutstandingKind,
  OutstandingSite,
  RequestTrace,
} from './observe/observer.js'
export type { OpenRequest, OverdueRequest } from './overdue-requests.js'
export type { ResourceTracker, ResourceTrackerPorts } from './resource-tracker.js'
export type { ResourceKind } from './scope/resource-kind.js'
export type { MovedScope, RequestScope, ResourceScope, ScopeEnd, Usable } from './scope/resource-scope.js'
export type { ResourceTrackerOptions } from './tracker-options.js'
export type { TrackerStats } from './tracker-stats.js'

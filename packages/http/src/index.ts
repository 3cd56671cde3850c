export type { MemoryView } from '@plimsoll/memory-guard'
export type { ResourceScope } from '@plimsoll/resource-tracker'
export type { AttachableServer } from './attachment.js'
export { type ConnectMiddleware, sendAnswer, toConnect } from './connect.js'
export { currentResources } from './current-resources.js'
export type { CommonOptions } from './factory-options.js'
export { fieldOf } from './field-of.js'
export { proceed } from './followed-request.js'
export type { Framework, RouteFacts } from './framework.js'
export { memoryOf } from './memory-of.js'
export { health, memoryGuard, memoryMonitor, metrics, plimsoll, resourceTracker } from './middleware.js'
export { type MonitorHandle, withMonitor } from './monitor-handle.js'
export type { Answer } from './part.js'
export type { Pipeline } from './pipeline.js'
export { resourcesOf } from './resources-of.js'
export { type Attachable, type Suite, withLifetime, withSuite } from './suite.js'
export {
  type AttachOptions,
  guardOnly,
  healthOnly,
  metricsOnly,
  monitorOnly,
  type PlimsollOptions,
  type SuiteParts,
  suiteParts,
  trackerOnly,
} from './suite-parts.js'
export { type TrackerHandle, withTracker } from './tracker-handle.js'

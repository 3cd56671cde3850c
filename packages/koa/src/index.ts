export { currentResources, memoryOf, resourcesOf } from '@plimsoll/http'
export { memoryMonitor } from './memory-monitor.js'
export { health, memoryGuard, metrics, plimsoll } from './middleware.js'
export { resourceTracker } from './resource-tracker.js'

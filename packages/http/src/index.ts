export type { MemoryView } from '@plimsoll/memory-guard'
export type { AttachableServer } from './attachment.js'
export { type ConnectMiddleware, sendAnswer, toConnect } from './connect.js'
export type { CommonOptions } from './factory-options.js'
export type { Framework, RouteFacts } from './framework.js'
export { memoryOf, showMemory } from './memory-of.js'
export { health, memoryGuard, metrics, plimsoll } from './middleware.js'
export type { Answer } from './part.js'
export type { Pipeline } from './pipeline.js'
export { type Attachable, type Suite, withLifetime, withSuite } from './suite.js'
export {
  type AttachOptions,
  guardOnly,
  healthOnly,
  metricsOnly,
  type PlimsollOptions,
  type SuiteParts,
  suiteParts,
} from './suite-parts.js'

export type {
  AdmissionRequest,
  Admitted,
  Priority,
  Shed,
  ShedEvent,
  ShedReason,
} from './admission.js'
export { createMemoryGuard } from './create-memory-guard.js'
export type { ReclaimOptions, ReclaimResult } from './fitting/reclaimer.js'
export type { Ticket } from './fitting/ticket.js'
export type { MemoryGuardOptions } from './guard-options.js'
export type { GuardStats, RouteCostStats } from './guard-stats.js'
export type { MemoryGuard, MemoryGuardPorts } from './memory-guard.js'
export type { MemoryView } from './memory-view.js'
export type { RoutePredicate, RouteRule, RouteRules } from './routes/route-rule.js'
export { looksLikeValue, shapeOf } from './routes/route-shape.js'
export type { Stage } from './stages.js'

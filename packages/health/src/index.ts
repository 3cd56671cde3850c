export type { HealthBody, HealthMemory } from './body/health-body.js'
export type { Note } from './body/health-facts.js'
export type { IetfHealthBody } from './body/ietf-body.js'
export type { CheckAnswer, CheckOutcome, CheckStatus, HealthCheck } from './checks/health-check.js'
export { createHealth } from './create-health.js'
export type { Health, HealthAnswer, HealthDependencies, Probe } from './health.js'
export {
  type HealthDetails,
  type HealthOptions,
  type ResolvedHealthOptions,
  resolveHealthOptions,
} from './health-options.js'
export { HEALTH_STATUSES, type HealthStatus } from './health-status.js'
export type { HealthPaths } from './options/health-paths.js'
export type { ProcessFacts } from './platform/process-facts.js'

export type { RestartOutcome } from './cluster/restart-run.js'
export {
  type ClusterState,
  type RollingRestart,
  rollingRestart,
  type WorkerStatus,
} from './cluster/rolling-restart.js'
export {
  type ResolvedRollingRestartOptions,
  type RollingRestartOptions,
  resolveRollingRestartOptions,
} from './cluster/rolling-restart-options.js'
export type { DrainableServer } from './connections/http-server.js'
export {
  type RedisCommand,
  type ResolvedRestartLeaseOptions,
  type RestartLeaseOptions,
  resolveRestartLeaseOptions,
} from './fleet/lease-options.js'
export { type ReleasePermit, type RestartLease, restartLease } from './fleet/restart-lease.js'
export { type GracefulShutdown, gracefulShutdown } from './graceful-shutdown.js'
export type { HookOptions, ShutdownHook } from './hooks/shutdown-hooks.js'
export { type PlannedRestart, plannedRestart } from './planned/planned-restart.js'
export type { PlannedRestartOptions, Restarter, RestartPermits } from './planned/planned-restart-options.js'
export type { PlanState } from './planned/restart-plan.js'
export type { ClusterModule } from './platform/cluster-primary.js'
export type { ShutdownOptions, ShutdownSignal } from './shutdown-options.js'
export type { ShutdownState } from './shutdown-state.js'

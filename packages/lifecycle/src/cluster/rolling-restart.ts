import { type Clock, type Closeable, countError, safeOnError, wrongType } from '@plimsoll/core'
import { type ClusterModule, clusterPrimary } from '../platform/cluster-primary.js'
import { heldClock } from '../platform/held-clock.js'
import { type ProcessPort, thisProcess } from '../platform/process-port.js'
import { safeLogger } from '../safe-logger.js'
import { ShutdownSignals } from '../signals/shutdown-signals.js'
import { ClusterEnd } from './cluster-end.js'
import type { PrimaryPort } from './cluster-port.js'
import type { RestartOutcome } from './restart-run.js'
import {
  type ResolvedRollingRestartOptions,
  type RollingRestartOptions,
  resolveRollingRestartOptions,
} from './rolling-restart-options.js'
import type { WorkerState } from './roster.js'
import { Supervisor } from './supervisor.js'

/** What the cluster is at. */
export type ClusterState = 'serving' | 'restarting' | 'ending' | 'closed'

/** One worker, as its primary sees it. */
export interface WorkerStatus {
  readonly id: number
  readonly pid: number | undefined
  readonly state: WorkerState['name']
}

/** Looks after the workers of a cluster. */
export interface RollingRestart extends Closeable {
  readonly options: ResolvedRollingRestartOptions
  readonly state: ClusterState
  readonly workers: readonly WorkerStatus[]
  /**
   * Replaces all workers, one at a time, each only when its replacement serves. Whoever asks while it goes on
   * gets the same promise; workers that were started after the last one asked are not replaced again. Never
   * rejects: see {@link RestartOutcome.result}.
   */
  restart(reason?: string): Promise<RestartOutcome>
  /** Has all workers finish, then ends the primary: exit code 0 when each of them ended by itself, else 1. */
  shutdown(reason?: string): Promise<void>
  /** Looks after the workers no more and leaves them as they are. */
  close(): void
}

/** What a primary needs of the world. */
export interface PrimaryPorts {
  readonly port: PrimaryPort
  readonly clock: Clock
  readonly process: Pick<ProcessPort, 'onSignal' | 'onMessage' | 'exit'>
}

/**
 * Looks after the workers of a `node:cluster` in its primary: replaces them one at a time on `restart()`, puts
 * new ones into the places of those that die, and has them finish when the primary is told to end.
 *
 * Workers with `gracefulShutdown(server)` need nothing else: they are drained by the primary and take no
 * signals of their own. Others are let go in Node's own way.
 *
 * @example
 * import cluster from 'node:cluster'
 * if (cluster.isPrimary) rollingRestart(cluster, { workers: 4, restartSignal: 'SIGHUP' })
 */
export function rollingRestart(
  cluster: ClusterModule,
  options?: RollingRestartOptions,
  ports: Partial<PrimaryPorts> = {},
): RollingRestart {
  if (typeof cluster?.fork !== 'function' || !cluster.isPrimary) {
    throw wrongType('rollingRestart(cluster)', 'the module node:cluster, in its primary process', cluster)
  }
  const resolved = resolveRollingRestartOptions(options)
  const logger = safeLogger(resolved.logger ?? console)
  const onError = safeOnError(resolved.onError ?? countError)
  const { process = thisProcess, clock = heldClock } = ports
  const supervisor = new Supervisor(resolved, {
    port: ports.port ?? clusterPrimary(cluster, resolved.fork),
    clock,
    logger,
    onError,
  })
  const end = new ClusterEnd(supervisor, { clock, logger, exit: resolved.exit ?? process.exit })
  const restart = (reason = 'restart()'): Promise<RestartOutcome> => supervisor.run.askAll(reason)
  const subscriptions: Closeable[] = [
    new ShutdownSignals(resolved, { clock, process, drain: end, isIgnored: () => false, logger, onError }),
  ]
  const { restartSignal } = resolved
  if (restartSignal !== undefined) {
    subscriptions.push(process.onSignal(restartSignal, () => void restart(restartSignal)))
  }
  let closed = false
  const close = (): void => {
    if (closed) return
    closed = true
    for (const each of subscriptions) each.close()
    supervisor.close()
  }
  return {
    options: resolved,
    get state() {
      if (closed) return 'closed'
      if (end.begun) return 'ending'
      return supervisor.run.running ? 'restarting' : 'serving'
    },
    get workers() {
      return supervisor.roster.entries.map(({ member: { id, pid }, state }) => ({
        id,
        pid,
        state: state.name,
      }))
    },
    restart,
    shutdown: (reason = 'shutdown()') => end.shutdown(reason),
    close,
    [Symbol.dispose]: close,
  }
}

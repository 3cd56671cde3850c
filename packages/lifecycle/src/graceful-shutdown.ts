import {
  type Closeable,
  closeable,
  countError,
  nodeClock,
  board as processBoard,
  safeOnError,
} from '@plimsoll/core'
import { followPrimary } from './cluster/follow-primary.js'
import { allConnections } from './connections/connections.js'
import { assertServer, type DrainableServer } from './connections/http-server.js'
import { ServerConnections } from './connections/server-connections.js'
import { Drain } from './drain.js'
import { type HookOptions, type ShutdownHook, ShutdownHooks } from './hooks/shutdown-hooks.js'
import { callContext } from './platform/call-context.js'
import { closeListener } from './platform/close-listener.js'
import { clusterWorkerPort } from './platform/cluster-worker-port.js'
import { processAge } from './platform/process-age.js'
import { thisProcess as process } from './platform/process-port.js'
import { QuietMoments } from './platform/quiet-moment.js'
import { safeLogger } from './safe-logger.js'
import { ShutdownLog } from './shutdown-log.js'
import { resolveShutdownOptions, type ShutdownOptions } from './shutdown-options.js'
import type { ShutdownState } from './shutdown-state.js'
import { ShutdownSignals } from './signals/shutdown-signals.js'
import { defaultDelayMs } from './supervisors/kubernetes.js'
import { announceToPm2 } from './supervisors/pm2.js'

/** The shutdown of a process that serves HTTP. */
export interface GracefulShutdown extends Closeable {
  /**
   * Begins the shutdown; a second time joins the first. Resolves with the exit code when everything has ended, just
   * before the process does. Never rejects.
   */
  shutdown(reason?: string): Promise<number>
  readonly state: ShutdownState
  /** Aborts when draining begins: for loops and streams that have no end of their own. */
  readonly signal: AbortSignal
  /**
   * Registers what is to be done when all connections are gone: closing pools, flushing buffers. Hooks run in the
   * order of registration, each with a deadline; one that fails is logged and the rest still run. Throws a
   * `PlimsollError` for what is no function, and for options that are none.
   */
  onShutdown(hook: ShutdownHook, options?: HookOptions): Closeable
  /**
   * Ends the process so that a new one takes its place. In a cluster under `rollingRestart()` the primary is asked, and
   * another worker serves before this one drains; anywhere else it is `shutdown(reason)`. Resolves to `false` when the
   * primary has turned it down and this process goes on, else to `true`. Never rejects.
   */
  restart(reason: string): Promise<boolean>
  /**
   * Takes signal handlers and everything else back. A shutdown that runs is given up: no further hook, no exit, and
   * `shutdown()` resolves with 1, as it does from then on.
   */
  close(): void
}

/**
 * Ends the process without dropping a request, when it is told to: by SIGTERM, SIGINT or an IPC `shutdown`.
 *
 * Readiness goes off first; answers close their connections; the listener closes; what runs is finished, on HTTP/1,
 * HTTP/2 and upgraded connections; hooks run; the process exits with 0. At the deadline what is left is cut off and
 * the code is 1. Costs one map entry per connection and one small object per request.
 *
 * A process has one, for all of its servers; an empty list is for one that serves nothing and has hooks to run.
 *
 * @example
 * const server = app.listen(3000)
 * const shutdown = gracefulShutdown(server)
 * shutdown.onShutdown(() => database.end(), { name: 'database' })
 */
export function gracefulShutdown(
  servers: DrainableServer | readonly DrainableServer[],
  options?: ShutdownOptions,
): GracefulShutdown {
  const list = [...new Set([servers].flat() as DrainableServer[])]
  for (const server of list) assertServer(server)
  const others = processBoard().list('shutdown')
  const resolved = resolveShutdownOptions(options, defaultDelayMs(process))
  const clock = nodeClock
  const report = safeOnError(resolved.onError ?? (() => {}))
  const onError = (error: unknown): void => {
    countError()
    report(error)
  }
  const logger = safeLogger(resolved.logger ?? console)
  if (others.length > 0) {
    logger.warn(
      'gracefulShutdown() was called again: the process ends when the first of them is done, whatever the others ' +
        'still serve. Give all servers to one call: gracefulShutdown([http, https])',
    )
  }
  const hooks = new ShutdownHooks(clock, resolved.hookTimeoutMs, callContext())
  const { idleGraceMs, onUpgraded } = resolved
  const handedOver = (): Promise<void> => tie.flush()
  const ports = {
    clock,
    quietMoments: new QuietMoments(),
    handedOver,
    closeListener,
    onError,
    idleGraceMs,
    onUpgraded,
  }
  const connections = allConnections(list.map((server) => new ServerConnections(server, ports)))
  const drain = new Drain(resolved, {
    clock,
    connections,
    hooks,
    process,
    exit: resolved.exit ?? process.exit,
    board: processBoard(),
    log: new ShutdownLog(logger, clock),
    onError,
    beforeExit: () => tie.farewell(),
  })
  const { drainTimeoutMs } = resolved
  const tie = followPrimary(clusterWorkerPort(), { servers: list, drainTimeoutMs, drain, clock })
  const signals = new ShutdownSignals(resolved, {
    clock,
    process,
    drain,
    isIgnored: () => tie.supervised,
    logger,
    onError,
  })
  const entry = processBoard().put('shutdown', drain)
  const pm2 = announceToPm2(list, resolved, { process, logger, uptimeMs: processAge.uptimeMs })
  const { close, [Symbol.dispose]: dispose } = closeable(() => {
    for (const each of [entry, signals, pm2, tie, drain, connections]) each.close()
  })
  return {
    shutdown: (reason = 'shutdown() was called') => drain.shutdown(reason),
    get state() {
      return drain.state
    },
    signal: drain.signal,
    restart: (reason) => tie.requestReplacement(reason) ?? drain.shutdown(reason).then(() => true),
    onShutdown: (hook, hookOptions) => hooks.add(hook, hookOptions),
    close,
    [Symbol.dispose]: dispose,
  }
}

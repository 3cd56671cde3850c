import {
  assertConsistent,
  boolean,
  callback,
  custom,
  having,
  type Logger,
  milliseconds,
  number,
  type OnError,
  oneOf,
  outOfRange,
  resolveOptions,
  wrongType,
} from '@plimsoll/core'
import type { Worker } from '../platform/cluster-primary.js'
import { type ShutdownSignal, shutdownSignals } from '../shutdown-options.js'
import { RESTART_SIGNALS, type RestartSignal } from './cluster-messages.js'

/** What may be said about restarting the workers of a cluster. */
export interface RollingRestartOptions {
  /**
   * How many workers to keep. Those that are missing are started at once.
   * @default as many as the application starts
   */
  readonly workers?: number
  /**
   * When a worker counts as ready: as soon as its server listens (with `gracefulShutdown([…])` all of them), or
   * when it has called `process.send('ready')`, which is for workers that listen to nothing, too.
   * @default 'listening'
   */
  readonly waitFor?: 'listening' | 'ready'
  /**
   * Milliseconds that a replacement has to become ready. The second of two that do not ends the restart; the
   * workers that are left go on.
   * @default 30000
   */
  readonly readyTimeoutMs?: number
  /**
   * Milliseconds after which a worker that finishes is killed, when it has not said how long it may take.
   * Workers with `gracefulShutdown()` say it: their own deadline holds.
   * @default 30000
   */
  readonly drainTimeoutMs?: number
  /**
   * Starts a worker in the place of one that has died.
   * @default true
   */
  readonly respawn?: boolean
  /**
   * Milliseconds of life below which a death counts as one of a row. The first is replaced at once, the
   * following ones after `minBackoffMs`, doubled each time up to `maxBackoffMs`.
   * @default 5000
   */
  readonly minUptimeMs?: number
  /**
   * Milliseconds before the second attempt after an early death.
   * @default 500
   */
  readonly minBackoffMs?: number
  /**
   * Milliseconds between attempts at most.
   * @default 30000
   */
  readonly maxBackoffMs?: number
  /**
   * Which signals end the cluster: all workers finish, then the primary exits. `false` for none, when somebody
   * else calls `shutdown()`.
   * @default ['SIGTERM', 'SIGINT']
   */
  readonly signals?: readonly ShutdownSignal[] | false
  /**
   * The signal that restarts the workers one by one, for `kill -HUP` and for systemd's `ExecReload`.
   * @default none
   */
  readonly restartSignal?: 'SIGHUP' | 'SIGUSR2'
  /**
   * Which signal, counted from the first, ends all workers at once. Those within a second count as one.
   * @default 2
   */
  readonly forceAfterSignals?: number
  /**
   * Starts one worker, with an environment of its own for example.
   * @default cluster.fork()
   */
  readonly fork?: () => Worker
  /**
   * Is called when the whole cluster has ended.
   * @default process.exit
   */
  readonly exit?: (code: number) => void
  /** Says what happens, and why. @default console */
  readonly logger?: Logger
  /** Is told of failures inside. @default none */
  readonly onError?: OnError
}

export type ResolvedRollingRestartOptions = ReturnType<typeof resolveRollingRestartOptions>

const restartSignal = custom((value: unknown, option: string): RestartSignal | undefined => {
  if (value === undefined) return undefined
  const expectation = "'SIGHUP' or 'SIGUSR2'"
  if (typeof value !== 'string') throw wrongType(option, expectation, value)
  if (!RESTART_SIGNALS.some((each) => each === value)) throw outOfRange(option, expectation, value)
  return value as RestartSignal
})

/** Checks and completes the options of rolling restarts. Throws a `PlimsollError` that names the option. */
export function resolveRollingRestartOptions(options?: RollingRestartOptions) {
  const expectation = 'a whole number of workers, at least 1'
  const resolved = resolveOptions('rollingRestart', options, {
    workers: number(undefined, { min: 1, integer: true, expectation }),
    waitFor: oneOf(['listening', 'ready'], 'listening'),
    readyTimeoutMs: milliseconds(30_000, 1),
    drainTimeoutMs: milliseconds(30_000, 1),
    respawn: boolean(true),
    minUptimeMs: milliseconds(5000),
    minBackoffMs: milliseconds(500, 1),
    maxBackoffMs: milliseconds(30_000, 1),
    signals: shutdownSignals,
    restartSignal,
    forceAfterSignals: number(2, { min: 2, integer: true, expectation: 'a whole number, at least 2' }),
    fork: callback<() => Worker>(),
    exit: callback<(code: number) => void>(),
    logger: having<Logger>('info', 'warn', 'error'),
    onError: callback<OnError>(),
  })
  assertConsistent(
    resolved.minBackoffMs <= resolved.maxBackoffMs,
    `Expected \`rollingRestart.minBackoffMs\` (${resolved.minBackoffMs}) to be at most \`maxBackoffMs\` (${resolved.maxBackoffMs})`,
  )
  const both = resolved.signals.find((signal) => signal === resolved.restartSignal)
  assertConsistent(
    both === undefined,
    `Expected \`rollingRestart.restartSignal\` to be none of \`signals\`, got ${both} in both`,
  )
  return resolved
}

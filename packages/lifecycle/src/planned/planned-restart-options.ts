import {
  assertConsistent,
  callback,
  custom,
  having,
  type Logger,
  milliseconds,
  type OnError,
  resolveOptions,
  type Sampler,
  wrongType,
} from '@plimsoll/core'
import type { Health } from '@plimsoll/health'

/** Whoever ends this process, or has it replaced: what `gracefulShutdown()` returns. */
export interface Restarter {
  /** A promise of `false` says that it has been turned down. */
  restart(reason: string): unknown
}

/** Who may restart at present: what `restartLease()` returns, or anything else that counts permits. */
export interface RestartPermits {
  /**
   * Asks for a permit; `undefined` when there is none at present. It is given back by the function only when the
   * restart is given up.
   */
  acquire(): Promise<(() => unknown) | undefined>
  /** This process serves: gives back what the process before it took. */
  ready?(): unknown
}

/** What may be said about planned restarts. */
export interface PlannedRestartOptions {
  /** Says whether a restart is due, and why: `suite.health`. */
  readonly health: Pick<Health, 'reasons' | 'readyz'> | undefined
  /** What `gracefulShutdown()` returned. */
  readonly shutdown: Restarter
  /**
   * So that not all replicas restart at once: `restartLease()`.
   * @default none: jitter alone
   */
  readonly lease?: RestartPermits
  /**
   * Milliseconds within which the restart begins once it is due, drawn at random. A leak that reaches its limit sooner
   * shortens it.
   * @default 60000
   */
  readonly jitterMs?: number
  /**
   * Milliseconds that a process runs at least before a planned restart.
   * @default 3600000 (an hour)
   */
  readonly minIntervalMs?: number
  /**
   * Up to which the interval doubles while restarting does not help.
   * @default 86400000 (a day)
   */
  readonly maxIntervalMs?: number
  /**
   * Where it is kept when this program was restarted: a few hundred bytes, written at each planned restart. `false`
   * keeps nothing, and then the interval never grows.
   * @default a file in the system's temporary folder, named after the program
   */
  readonly historyFile?: string | false
  /** Whose ticks are used. @default the one that the process shares */
  readonly sampler?: Pick<Sampler, 'start' | 'onSample'>
  /** @default console */
  readonly logger?: Logger
  /** @default counted only */
  readonly onError?: OnError
}

const historyField = custom((value, option): string | false | undefined => {
  if (value === undefined || value === false || (typeof value === 'string' && value !== '')) return value
  throw wrongType(option, 'a path or false', value)
})

const healthField = custom((value, option): NonNullable<PlannedRestartOptions['health']> => {
  const { reasons, readyz } = (value ?? {}) as { reasons?: unknown; readyz?: unknown }
  if (Array.isArray(reasons) && readyz !== undefined)
    return value as NonNullable<PlannedRestartOptions['health']>
  throw wrongType(option, 'the health of a suite: `plimsoll({ health: … }).health`', value)
})

const shutdownField = custom((value, option): Restarter => {
  const shutdown = having<Restarter>('restart').parse(value, option)
  if (shutdown === undefined) throw wrongType(option, 'what `gracefulShutdown()` returned', value)
  return shutdown
})

/** Checks and completes the options of planned restarts. Throws a `PlimsollError` that names the option. */
export function resolvePlannedRestartOptions(options: PlannedRestartOptions) {
  const resolved = resolveOptions('plannedRestart', options, {
    health: healthField,
    shutdown: shutdownField,
    lease: having<RestartPermits>('acquire'),
    jitterMs: milliseconds(60_000),
    minIntervalMs: milliseconds(3_600_000),
    maxIntervalMs: milliseconds(86_400_000),
    historyFile: historyField,
    sampler: having<Pick<Sampler, 'start' | 'onSample'>>('start', 'onSample'),
    logger: having<Logger>('info', 'warn', 'error'),
    onError: callback<OnError>(),
  })
  assertConsistent(
    resolved.minIntervalMs <= resolved.maxIntervalMs,
    'Expected `plannedRestart.minIntervalMs` to be at most `maxIntervalMs`, ' +
      `got ${resolved.minIntervalMs} and ${resolved.maxIntervalMs}`,
  )
  return resolved
}

export type ResolvedPlannedRestartOptions = ReturnType<typeof resolvePlannedRestartOptions>

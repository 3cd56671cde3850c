import { boolean, endpointPath, milliseconds, number, oneOf, ratio, resolveOptions } from '@plimsoll/core'
import type { HealthCheck } from './checks/health-check.js'
import type { HealthStatus } from './health-status.js'
import { checks, maxUptime, statusCodes, tokens } from './options/health-fields.js'
import { type HealthPaths, resolvePaths } from './options/health-paths.js'

/** Who is shown figures: nobody, trusted clients, or everybody. */
export type HealthDetails = 'status' | 'trusted' | 'full'

/** What may be said about health. */
export interface HealthOptions {
  /**
   * Where `/health` is answered, short for `paths.health`. `false` answers every request that reaches the
   * middleware with the health report.
   * @default '/health'
   */
  readonly path?: string | false
  /**
   * Paths of the single endpoints; `false` leaves one out.
   * @default { health: '/health', livez: '/livez', readyz: '/readyz', startupz: '/startupz' }
   */
  readonly paths?: HealthPaths
  /**
   * Who is shown figures and names: with `'trusted'` a client on this machine without forwarding headers and
   * holders of `token`, with `'full'` everybody, with `'status'` nobody.
   * @default 'trusted'
   */
  readonly details?: HealthDetails
  /**
   * Shows details to requests with `Authorization: Bearer …`; several for rotation, each of at least 16 bytes.
   * @default none
   */
  readonly token?: string | readonly string[]
  /**
   * Milliseconds after which the process asks for a restart; `false` for never.
   * @default 86400000 (24 hours)
   */
  readonly maxUptimeMs?: number | false
  /**
   * How much of `maxUptimeMs` may be taken off, drawn once per process, so that replicas are not due together.
   * @default 0.2
   */
  readonly maxUptimeJitterRatio?: number
  /**
   * Asks for a restart once a confirmed leak is forecast to reach its limit within so many seconds.
   * @default none: a leak alone degrades
   */
  readonly restartOnLeakWithinSeconds?: number
  /**
   * HTTP status codes of `/health` by status.
   * @default 200 for each
   */
  readonly statusCodes?: Readonly<Partial<Record<HealthStatus, number>>>
  /**
   * Named functions that look at what the application depends on. They run when `/health` is read, one call
   * of each at a time. A check that fails degrades the health and leaves readiness alone: when a database is
   * gone, taking every replica out of service helps nobody.
   * @default none
   */
  readonly checks?: Readonly<Record<string, HealthCheck>>
  /**
   * Milliseconds after which a check has failed.
   * @default 2000
   */
  readonly checkTimeoutMs?: number
  /**
   * Milliseconds for which the outcome of a check is kept.
   * @default 1000
   */
  readonly checkCacheMs?: number
  /**
   * Turns `/readyz` to 503 while pressure is critical. Off, because pressure that comes from load comes to
   * every replica at once, and then nobody is left to serve.
   * @default false
   */
  readonly unreadyOnPressure?: boolean
  /**
   * Counts the process as started as soon as its server listens; with `false` only `ready()` does.
   * @default true
   */
  readonly readyOnListen?: boolean
}

export type ResolvedHealthOptions = ReturnType<typeof resolveHealthOptions>

/** Checks and completes the options of health. Throws a `PlimsollError` that names the option. */
export function resolveHealthOptions(options?: HealthOptions) {
  const { path, paths, ...rest } = resolveOptions('health', options, {
    path: endpointPath(undefined),
    paths: { parse: (value: unknown) => value },
    details: oneOf(['trusted', 'full', 'status'], 'trusted'),
    token: tokens,
    maxUptimeMs: maxUptime(86_400_000),
    maxUptimeJitterRatio: ratio(0.2),
    restartOnLeakWithinSeconds: number(undefined, { min: 0, expectation: 'a number of seconds, at least 0' }),
    statusCodes,
    checks,
    checkTimeoutMs: milliseconds(2000, 1),
    checkCacheMs: milliseconds(1000),
    unreadyOnPressure: boolean(false),
    readyOnListen: boolean(true),
  })
  return Object.freeze({ ...rest, everyPath: path === false, paths: resolvePaths(path, paths) })
}

import { type Closeable, closeable, type Logger, nodeClock } from '@plimsoll/core'
import { replicaName } from '../platform/replica-name.js'
import { safeLogger } from '../safe-logger.js'
import {
  type LeasePorts,
  type ResolvedRestartLeaseOptions,
  type RestartLeaseOptions,
  resolveRestartLeaseOptions,
} from './lease-options.js'
import { type PermitAnswer, RedisPermits } from './redis-permits.js'

/** Gives a permit back. Only for a restart that is given up: see {@link RestartLease.acquire}. */
export type ReleasePermit = () => Promise<void>

/** Lets at most so many replicas of a service restart at once. */
export interface RestartLease extends Closeable {
  readonly options: ResolvedRestartLeaseOptions
  /**
   * Asks for a permit. `undefined`: as many replicas as may are restarting; ask again in a while.
   *
   * A permit is renewed while this process lives, and outlives it by `ttlMs`: a replica is down until its
   * replacement serves, not until it has exited. So nobody gives it back at the exit; the replacement does, by
   * `ready()`. With Redis away every restart is permitted, and that is said once. Never rejects.
   */
  acquire(): Promise<ReleasePermit | undefined>
  /** This process serves: gives back the permit of the one that it replaces. Never rejects. */
  ready(): Promise<void>
  /** Stops renewing; a permit that is held then ends after `ttlMs`. */
  close(): void
}

const RENEWALS_PER_TTL = 3

/**
 * Makes a lease that replicas share through Redis, so that at most `permits` of them restart at once. Hand it
 * to `plannedRestart({ lease })`.
 *
 * @example
 * restartLease({ command: (args) => client.sendCommand(args), key: 'shop:restart', permits: 2 })
 */
export function restartLease(options: RestartLeaseOptions, ports: Partial<LeasePorts> = {}): RestartLease {
  const resolved = resolveRestartLeaseOptions(options)
  const clock = ports.clock ?? nodeClock
  const { key, permits, ttlMs, commandTimeoutMs } = resolved
  const holder = resolved.holder ?? (ports.replicaName ?? replicaName)()
  const redis = new RedisPermits(resolved.command, { key, holder, permits, ttlMs }, commandTimeoutMs, clock)
  const absence = absenceOf(safeLogger(resolved.logger ?? console))
  let renewal: { close(): void } | undefined

  const stopRenewing = (): void => {
    renewal?.close()
    renewal = undefined
  }
  const renewLater = (): void => {
    const timer = clock.schedule(async () => {
      absence.note(await redis.ask('renew'))
      if (renewal === timer) renewLater()
    }, ttlMs / RENEWALS_PER_TTL)
    renewal = timer
  }
  const release: ReleasePermit = async () => {
    if (renewal === undefined) return
    stopRenewing()
    absence.note(await redis.ask('give'))
  }

  const lifetime = closeable(stopRenewing)
  return {
    options: resolved,
    async acquire() {
      const answer = await redis.ask('take')
      absence.note(answer)
      if (answer.name === 'refused') return undefined
      // Renewed also when Redis was away: once it is back, the others see that this one is down.
      stopRenewing()
      renewLater()
      return release
    },
    async ready() {
      if (renewal === undefined) absence.note(await redis.ask('give'))
    },
    ...lifetime,
  }
}

/** Says once that Redis is away, and once that it is back. */
function absenceOf(logger: Logger): { note(answer: PermitAnswer): void } {
  let away = false
  return {
    note(answer) {
      if ((answer.name === 'away') === away) return
      away = answer.name === 'away'
      if (answer.name !== 'away') {
        logger.info('Redis answers again: replicas take turns to restart')
        return
      }
      logger.warn(
        `Redis cannot be asked who may restart (${answer.why}): until it can, replicas restart ` +
          'without taking turns, spread by their jitter alone',
      )
    },
  }
}

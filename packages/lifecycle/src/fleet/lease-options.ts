import {
  assertConsistent,
  type Clock,
  custom,
  having,
  type Logger,
  milliseconds,
  number,
  resolveOptions,
  text,
  wrongType,
} from '@plimsoll/core'

/**
 * Runs one Redis command and resolves to its answer: `(args) => client.sendCommand(args)` with node-redis,
 * `(args) => client.call(...args)` with ioredis.
 */
export type RedisCommand = (args: string[]) => Promise<unknown>

/** What may be said about the lease by which replicas take turns. */
export interface RestartLeaseOptions {
  /**
   * Runs one Redis command, with the client that the application has anyway. The lease sends nothing but
   * `EVAL`, one every `ttlMs / 3` while a permit is held.
   */
  readonly command: RedisCommand
  /**
   * The key that all replicas of one service share. Give every service its own.
   * @default 'plimsoll:restart'
   */
  readonly key?: string
  /**
   * How many replicas may be restarting at once.
   * @default 1
   */
  readonly permits?: number
  /**
   * Milliseconds for which a permit is kept after it was last renewed. A process that has exited renews no
   * more, so this must be longer than its replacement takes to serve, and than `commandTimeoutMs`.
   * @default 60000
   */
  readonly ttlMs?: number
  /**
   * What names this replica, and its replacement as well, so that the replacement can give back the permit.
   * Replicas on one host need names of their own.
   * @default the host's name, and behind it the number that PM2 gives
   */
  readonly holder?: string
  /**
   * Milliseconds after which Redis counts as away.
   * @default 2000, at most a third of `ttlMs`
   */
  readonly commandTimeoutMs?: number
  /** @default console */
  readonly logger?: Logger
}

export type ResolvedRestartLeaseOptions = ReturnType<typeof resolveRestartLeaseOptions>

/** What a lease needs of the world. */
export interface LeasePorts {
  readonly clock: Clock
  readonly replicaName: () => string
}

const commandOf = custom((value: unknown, option: string): RedisCommand => {
  if (typeof value === 'function') return value as RedisCommand
  throw wrongType(option, 'a function that runs a Redis command, (args) => client.sendCommand(args)', value)
})

const COMMAND_TIMEOUT_MS = 2000
const timeout = custom((value, option): number | undefined =>
  value === undefined ? undefined : milliseconds(COMMAND_TIMEOUT_MS, 1).parse(value, option),
)

/** Checks and completes the options of a lease. Throws a `PlimsollError` that names the option. */
export function resolveRestartLeaseOptions(options: RestartLeaseOptions) {
  const { commandTimeoutMs: given, ...rest } = resolveOptions('restartLease', options, {
    command: commandOf,
    key: text('plimsoll:restart'),
    permits: number(1, { min: 1, integer: true, expectation: 'a whole number of replicas, at least 1' }),
    ttlMs: milliseconds(60_000, 1000),
    holder: text(undefined),
    commandTimeoutMs: timeout,
    logger: having<Logger>('info', 'warn', 'error'),
  })
  assertConsistent(
    given === undefined || given < rest.ttlMs,
    `Expected \`restartLease.commandTimeoutMs\` to be shorter than \`ttlMs\`, got ${given} and ${rest.ttlMs}`,
  )
  // So that a default leaves time for another try before a permit runs out.
  return { ...rest, commandTimeoutMs: given ?? Math.min(COMMAND_TIMEOUT_MS, rest.ttlMs / 3) }
}

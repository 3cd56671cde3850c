import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import {
  assertConsistent,
  callback,
  custom,
  having,
  type Logger,
  milliseconds,
  number,
  type OnError,
  outOfRange,
  resolveOptions,
  wrongType,
} from '@plimsoll/core'

/** A signal that asks a process to end. */
export type ShutdownSignal = 'SIGTERM' | 'SIGINT' | 'SIGHUP' | 'SIGQUIT' | 'SIGBREAK' | 'SIGUSR2'

/** What may be said about a graceful shutdown. */
export interface ShutdownOptions {
  /**
   * Milliseconds for which everybody is still served after readiness went off, so that load balancers and
   * Kubernetes' endpoints have taken the process out before its listener closes.
   * @default 5000 in Kubernetes, else 0
   */
  readonly preStopDelayMs?: number
  /**
   * Milliseconds after which whatever is left is cut off and the process exits with 1. The delay and the hooks
   * are included. Keep it below what the process manager waits before it kills.
   * @default 25000
   */
  readonly drainTimeoutMs?: number
  /**
   * Milliseconds for which an idle keep-alive connection is left open after the listener has closed: a request
   * that is on its way gets its answer, and with it `Connection: close`. Closing at once would reset it.
   * @default 2000
   */
  readonly idleGraceMs?: number
  /**
   * Milliseconds that a hook may take, unless it was registered with its own.
   * @default 5000
   */
  readonly hookTimeoutMs?: number
  /**
   * Which signals begin the shutdown; `false` or an empty list for none, the IPC message `shutdown`
   * included, when somebody else calls `shutdown()`.
   * @default ['SIGTERM', 'SIGINT']
   */
  readonly signals?: readonly ShutdownSignal[] | false
  /**
   * How many signals force the end. Those within a second count as one: a terminal, npm and a supervisor may
   * all pass the same one on.
   * @default 2
   */
  readonly forceAfterSignals?: number
  /**
   * Is told of each connection that was upgraded (WebSocket) or tunnelled when the drain begins, to say goodbye
   * in its own protocol. The drain waits for it to close.
   * @default none: a WebSocket client is sent 1001 (going away), others are waited for
   */
  readonly onUpgraded?: (socket: Duplex, request: IncomingMessage) => void
  /**
   * Ends the process.
   * @default process.exit
   */
  readonly exit?: (code: number) => void
  /** Says what happens and what is waited for. @default console */
  readonly logger?: Logger
  /** Is told of hooks and callbacks that fail. @default counted only */
  readonly onError?: OnError
}

const SIGNALS: readonly ShutdownSignal[] = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGBREAK', 'SIGUSR2']
const SIGNALS_EXPECTATION = `false or a list of ${SIGNALS.join(', ')}`

/** Which signals end a process; none for `false`. */
export const shutdownSignals = custom((value, option): readonly ShutdownSignal[] => {
  if (value === undefined) return ['SIGTERM', 'SIGINT']
  if (value === false) return []
  if (!Array.isArray(value)) throw wrongType(option, SIGNALS_EXPECTATION, value)
  for (const each of value) if (!SIGNALS.includes(each)) throw outOfRange(option, SIGNALS_EXPECTATION, each)
  return [...new Set(value as ShutdownSignal[])]
})

const delay = custom((value, option): number | undefined =>
  value === undefined ? undefined : milliseconds(0).parse(value, option),
)

/** Checks and completes the options of a graceful shutdown. Throws a `PlimsollError` that names the option. */
export function resolveShutdownOptions(options: ShutdownOptions | undefined, defaultDelayMs: number) {
  const { preStopDelayMs: given, ...rest } = resolveOptions('gracefulShutdown', options, {
    preStopDelayMs: delay,
    drainTimeoutMs: milliseconds(25_000, 1),
    idleGraceMs: milliseconds(2000),
    hookTimeoutMs: milliseconds(5000, 1),
    signals: shutdownSignals,
    forceAfterSignals: number(2, { min: 2, integer: true, expectation: 'a whole number, at least 2' }),
    onUpgraded: callback<NonNullable<ShutdownOptions['onUpgraded']>>(),
    exit: callback<NonNullable<ShutdownOptions['exit']>>(),
    logger: having<Logger>('info', 'warn', 'error'),
    onError: callback<OnError>(),
  })
  assertConsistent(
    given === undefined || given < rest.drainTimeoutMs,
    `Expected \`gracefulShutdown.preStopDelayMs\` to be shorter than \`drainTimeoutMs\`, which includes it, ` +
      `got ${given} and ${rest.drainTimeoutMs}`,
  )
  // A default must not be in the way of a short drain that somebody asked for.
  const preStopDelayMs = given ?? Math.min(defaultDelayMs, rest.drainTimeoutMs / 2)
  return Object.freeze({ ...rest, preStopDelayMs })
}

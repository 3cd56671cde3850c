import { type Closeable, closeable, type Logger } from '@plimsoll/core'
import type { DrainableServer } from '../connections/http-server.js'
import type { ProcessPort } from '../platform/process-port.js'

/** What PM2 waits for, unless its ecosystem file says otherwise. */
const PM2_KILL_TIMEOUT_MS = 1600
const PM2_LISTEN_TIMEOUT_MS = 3000

interface Pm2Ports {
  readonly process: Pick<ProcessPort, 'env' | 'send'>
  readonly logger: Logger
  /** Milliseconds since this process was started. */
  readonly uptimeMs: () => number
}

/** PM2 hands the settings of an app to it through its environment. */
const isTrue = (text: string | undefined): boolean => text === 'true' || text === '1'

function warnings(env: ProcessPort['env'], drainTimeoutMs: number): string[] {
  const killTimeoutMs = Number(env('kill_timeout') ?? PM2_KILL_TIMEOUT_MS)
  const killsEarly =
    killTimeoutMs <= drainTimeoutMs
      ? [
          `PM2 kills this process ${killTimeoutMs} ms after it asked it to end, and draining may take ${drainTimeoutMs} ms: ` +
            `set kill_timeout to at least ${drainTimeoutMs + 5000} in the ecosystem file, or drainTimeoutMs below ${killTimeoutMs}`,
        ]
      : []
  // In fork mode there is no old one beside the new one.
  const inTurn = isTrue(env('wait_ready')) || env('exec_mode') === 'fork_mode'
  const goesByTime = inTurn
    ? []
    : [
        'PM2 takes this process for ready as soon as it runs, and ends the old one before this one listens: ' +
          'set wait_ready to true in the ecosystem file',
      ]
  return [...killsEarly, ...goesByTime]
}

/** When its patience is over PM2 ends the old process, whether the new one is ready or not. */
function lateWarning(env: ProcessPort['env'], startMs: number): string | undefined {
  const listenTimeoutMs = Number(env('listen_timeout') ?? PM2_LISTEN_TIMEOUT_MS)
  if (startMs <= listenTimeoutMs) return undefined
  return (
    `this process listened ${Math.round(startMs)} ms after its start, and PM2 ends the old one of a reload after ` +
    `${listenTimeoutMs} ms, ready or not: set listen_timeout to at least ${Math.ceil((2 * startMs) / 1000) * 1000} in ` +
    'the ecosystem file'
  )
}

/**
 * Tells PM2 when all servers listen, by its own protocol, and warns when what it was told does not leave the time
 * that a drain takes. Does nothing anywhere else.
 */
export function announceToPm2(
  servers: readonly DrainableServer[],
  times: { readonly drainTimeoutMs: number },
  { process, logger, uptimeMs }: Pm2Ports,
): Closeable {
  if (process.env('pm_id') === undefined) return closeable(() => {})
  for (const warning of warnings(process.env, times.drainTimeoutMs)) logger.warn(warning)
  let told = false
  const onListening = (): void => {
    if (told || !servers.every(({ listening }) => listening)) return
    told = true
    process.send('ready')
    const warning = lateWarning(process.env, uptimeMs())
    if (warning !== undefined) logger.warn(warning)
  }
  for (const server of servers) server.on('listening', onListening)
  onListening()
  return closeable(() => {
    for (const server of servers) server.off('listening', onListening)
  })
}

import { type Clock, closeable } from '@plimsoll/core'
import type { WorkerPort } from './cluster-port.js'
import { joinCluster, type PrimaryTie } from './cluster-worker.js'

/** What of a shutdown a primary gives orders to. */
export interface Follower {
  readonly servers: readonly ListeningServer[]
  readonly drainTimeoutMs: number
  readonly drain: {
    readonly signal: AbortSignal
    shutdown(reason: string, preStopDelayMs?: number): Promise<number>
  }
  readonly clock: Clock
}

interface ListeningServer {
  readonly listening: boolean
  on(event: 'listening', listener: () => void): unknown
  off(event: 'listening', listener: () => void): unknown
}

const NO_TIE: PrimaryTie = {
  supervised: false,
  requestReplacement: () => undefined,
  flush: () => Promise.resolve(),
  farewell: () => Promise.resolve(),
  ...closeable(() => {}),
}

/** Has a worker of a cluster drain when its primary says so. Does nothing in any other process. */
export function followPrimary(port: WorkerPort | undefined, follower: Follower): PrimaryTie {
  if (port === undefined) return NO_TIE
  const { servers, drain, drainTimeoutMs, clock } = follower
  const worker = joinCluster(port, clock, {
    drainTimeoutMs,
    drain: ({ reason, preStopDelayMs }) => void drain.shutdown(reason, preStopDelayMs),
    lost: (reason) => void drain.shutdown(reason, 0),
  })
  const onListening = (): void => {
    if (servers.every(({ listening }) => listening)) worker.ready()
  }
  const onDraining = (): void => worker.draining()
  for (const server of servers) server.on('listening', onListening)
  drain.signal.addEventListener('abort', onDraining)
  onListening()
  const lifetime = closeable(() => {
    for (const server of servers) server.off('listening', onListening)
    drain.signal.removeEventListener('abort', onDraining)
    worker.close()
  })
  return {
    get supervised() {
      return worker.supervised
    },
    requestReplacement: (reason) => worker.requestReplacement(reason),
    flush: () => worker.flush(),
    farewell: () => worker.farewell(),
    ...lifetime,
  }
}

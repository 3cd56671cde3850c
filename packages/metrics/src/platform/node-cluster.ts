import cluster, { type Worker } from 'node:cluster'
import { closeable } from '@plimsoll/core'
import type { PrimaryPort, WorkerPort } from '../cluster/cluster-port.js'

/** `node:cluster` as the primary sees it. */
export const primaryPort: PrimaryPort = {
  workerIds: () =>
    Object.values(cluster.workers ?? {}).flatMap((worker) => (worker?.isConnected() ? [worker.id] : [])),
  send(workerId, message) {
    const worker = cluster.workers?.[workerId]
    // With a callback a channel that closes meanwhile is no error event.
    if (worker?.isConnected()) worker.send(message as object, () => {})
  },
  onMessage(listener) {
    const heard = (worker: Worker, message: unknown): void => listener(worker.id, message)
    cluster.on('message', heard)
    return closeable(() => cluster.off('message', heard))
  },
  onExit(listener) {
    const heard = (worker: Worker): void => listener(worker.id)
    cluster.on('exit', heard)
    return closeable(() => cluster.off('exit', heard))
  },
}

/**
 * `node:cluster` as a worker sees it; `undefined` outside of a cluster.
 *
 * It listens on the worker object, not on `process`: a listener there would keep the channel, and with it the
 * process, alive.
 */
export function workerPort(): WorkerPort | undefined {
  const { worker } = cluster
  if (!cluster.isWorker || worker === undefined) return undefined
  return {
    send(message) {
      if (worker.isConnected()) worker.send(message as object, () => {})
    },
    onMessage(listener) {
      const heard = (message: unknown): void => listener(message)
      worker.on('message', heard)
      return closeable(() => worker.off('message', heard))
    },
  }
}

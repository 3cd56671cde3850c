import cluster from 'node:cluster'
import { closeable } from '@plimsoll/core'
import type { WorkerPort } from '../cluster/cluster-port.js'

/**
 * A cluster as one of its workers sees it; `undefined` outside of a cluster.
 *
 * It listens on the worker object, not on `process`: a listener there would keep the channel, and with it the
 * process, alive.
 */
export function clusterWorkerPort(): WorkerPort | undefined {
  const { worker } = cluster
  if (!cluster.isWorker || worker === undefined) return undefined
  return {
    send: (message) =>
      new Promise((resolve) => {
        if (!worker.isConnected()) return resolve()
        worker.send(message as object, () => resolve())
      }),
    onMessage(listener) {
      const heard = (message: unknown): void => listener(message)
      worker.on('message', heard)
      return closeable(() => worker.off('message', heard))
    },
    isConnected: () => worker.isConnected(),
    ignoreSignal(signal) {
      process.on(signal, ignore)
      return closeable(() => process.off(signal, ignore))
    },
    onDisconnect(listener) {
      const heard = (): void => {
        const letGo = worker.exitedAfterDisconnect === true
        // Node exits right after this event, in the middle of every request, unless the worker left by itself.
        worker.exitedAfterDisconnect = true
        listener(letGo)
      }
      worker.on('disconnect', heard)
      worker.on('error', passOver)
      return closeable(() => {
        worker.off('disconnect', heard)
        worker.off('error', passOver)
      })
    },
  }
}

const ignore = (): void => {}

/**
 * When the primary lets go of a worker and is gone before the worker's listeners are closed, Node closes a channel
 * that is closed already (nodejs/node#32106), and that would end the process with its last requests.
 */
function passOver(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ERR_IPC_DISCONNECTED') throw error
}

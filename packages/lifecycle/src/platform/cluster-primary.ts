import type { Worker } from 'node:cluster'
import { closeable, wrongType } from '@plimsoll/core'
import type { Member, MemberEvents, PrimaryPort } from '../cluster/cluster-port.js'

export type { Worker }

/** What `rollingRestart` uses of `node:cluster`. */
export interface ClusterModule {
  readonly isPrimary: boolean
  readonly workers?: NodeJS.Dict<Worker> | undefined
  fork(env?: object): Worker
  // biome-ignore lint/suspicious/noExplicitAny: the events of node:cluster, each with arguments of its own
  on(event: string, listener: (...args: any[]) => void): unknown
  // biome-ignore lint/suspicious/noExplicitAny: as above
  off(event: string, listener: (...args: any[]) => void): unknown
}

/** A cluster's primary, over `node:cluster`; `fork` starts a worker in the application's own way. */
export function clusterPrimary(
  cluster: ClusterModule,
  fork: () => Worker = () => cluster.fork(),
): PrimaryPort {
  const known = new WeakMap<Worker, Member>()
  let told: MemberEvents | undefined
  const memberOf = (worker: Worker): Member => {
    const before = known.get(worker)
    if (before !== undefined) return before
    const member = asMember(worker)
    known.set(worker, member)
    // A process that the system refuses to start has no exit. Nobody else listens, and then it would be thrown.
    worker.on('error', (error) => {
      if (worker.process.pid === undefined) told?.exited(worker.id, `not started: ${error.message}`, true)
    })
    return member
  }
  return {
    fork() {
      const worker: Worker | undefined = fork()
      if (worker?.process !== undefined) return memberOf(worker)
      throw wrongType('rollingRestart.fork', 'a function that returns what cluster.fork() does', worker)
    },
    members: () =>
      Object.values(cluster.workers ?? {}).flatMap((worker) => (worker ? [memberOf(worker)] : [])),
    listen(events) {
      told = events
      const listeners = {
        fork: (worker: Worker) => events.forked(memberOf(worker)),
        listening: (worker: Worker) => events.listening(worker.id),
        message: (worker: Worker, message: unknown) => events.message(worker.id, message),
        disconnect: (worker: Worker) => events.disconnected(worker.id),
        exit: (worker: Worker, code: number | null, signal: string | null) =>
          events.exited(worker.id, signal === null ? `exit code ${code}` : `signal ${signal}`, code !== 0),
      }
      for (const [event, listener] of Object.entries(listeners)) cluster.on(event, listener)
      return closeable(() => {
        told = undefined
        for (const [event, listener] of Object.entries(listeners)) cluster.off(event, listener)
      })
    },
  }
}

function asMember(worker: Worker): Member {
  return {
    id: worker.id,
    pid: worker.process.pid,
    get exitExpected() {
      return worker.exitedAfterDisconnect === true
    },
    send(message) {
      // With a callback a channel that closes meanwhile is no error event.
      if (worker.isConnected()) worker.send(message as object, () => {})
    },
    expectExit() {
      worker.exitedAfterDisconnect = true
    },
    disconnect() {
      if (worker.isConnected()) worker.disconnect()
    },
    // `worker.kill()` would wait for the channel; a process that hangs never lets go of it.
    kill: () => void worker.process.kill('SIGKILL'),
  }
}

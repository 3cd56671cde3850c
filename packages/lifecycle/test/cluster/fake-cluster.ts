import { closeable } from '@plimsoll/core'
import {
  fromWorker,
  type PrimaryWord,
  readPrimaryWord,
  type WorkerWord,
} from '../../src/cluster/cluster-messages.js'
import type { Member, MemberEvents, PrimaryPort } from '../../src/cluster/cluster-port.js'

/** A worker whose program is the test. */
export interface FakeWorker {
  readonly id: number
  readonly heard: readonly PrimaryWord[]
  readonly killed: boolean
  readonly disconnected: boolean
  readonly exitExpected: boolean
  readonly alive: boolean
  say(word: WorkerWord): void
  send(message: unknown): void
  /** All of its servers listen. */
  listen(): void
  /** The first of its servers listens. */
  listenFirst(): void
  loseChannel(): void
  /** What `worker.disconnect()` of the application does. */
  letGo(): void
  exit(code?: number): void
}

/** How a worker behaves when it is started and when it is told something. */
export interface Program {
  readonly onStart?: (worker: FakeWorker) => void
  readonly onWord?: (worker: FakeWorker, word: PrimaryWord) => void
  readonly onDisconnect?: (worker: FakeWorker) => void
}

/** Serves at once, and exits as soon as it is told to. */
export const wellBehaved: Program = {
  onStart(worker) {
    worker.say({ word: 'hello' })
    worker.listen()
  },
  onWord(worker, { word }) {
    if (word !== 'drain') return
    worker.say({ word: 'draining', withinMs: 25_000 })
    worker.exit()
  },
}

export interface FakeCluster extends PrimaryPort {
  readonly workers: readonly FakeWorker[]
  readonly alive: readonly FakeWorker[]
  /** What the workers started from now on are. */
  program: Program
  /** The next start fails with this. */
  refuseWith(error: Error): void
}

/** A cluster whose processes are objects: starting one, and what becomes of it, is a call. */
export function createFakeCluster(program: Program = wellBehaved): FakeCluster {
  const workers: FakeWorker[] = []
  const members = new Map<number, Member>()
  let events: MemberEvents | undefined
  let refusal: Error | undefined
  const cluster: FakeCluster = {
    program,
    get workers() {
      return workers
    },
    get alive() {
      return workers.filter(({ alive }) => alive)
    },
    refuseWith(error) {
      refusal = error
    },
    members: () => [...members.values()],
    listen(listener) {
      events = listener
      return closeable(() => {
        events = undefined
      })
    },
    fork() {
      const error = refusal
      refusal = undefined
      if (error !== undefined) throw error
      return start(cluster.program)
    },
  }
  return cluster

  function start(program: Program): Member {
    const id = workers.length + 1
    const heard: PrimaryWord[] = []
    let saidHello = false
    const is = { killed: false, disconnected: false, exitExpected: false, alive: true }
    const gone = (how: string, failed: boolean): void => {
      if (!is.alive) return
      is.alive = false
      members.delete(id)
      events?.exited(id, how, failed)
    }
    const worker: FakeWorker = {
      id,
      heard,
      get killed() {
        return is.killed
      },
      get disconnected() {
        return is.disconnected
      },
      get exitExpected() {
        return is.exitExpected
      },
      get alive() {
        return is.alive
      },
      say(word) {
        saidHello ||= word.word === 'hello'
        events?.message(id, fromWorker(word))
      },
      send: (message) => events?.message(id, message),
      listen() {
        events?.listening(id)
        if (saidHello) this.say({ word: 'ready' })
      },
      listenFirst: () => events?.listening(id),
      letGo() {
        is.exitExpected = true
        events?.disconnected(id)
      },
      loseChannel: () => events?.disconnected(id),
      exit: (code = 0) => gone(`exit code ${code}`, code !== 0),
    }
    const member: Member = {
      id,
      pid: 1000 + id,
      get exitExpected() {
        return is.exitExpected
      },
      send(message) {
        const word = readPrimaryWord(JSON.parse(JSON.stringify(message)))
        if (word === undefined || !is.alive) return
        heard.push(word)
        program.onWord?.(worker, word)
      },
      expectExit() {
        is.exitExpected = true
      },
      disconnect() {
        is.disconnected = true
        program.onDisconnect?.(worker)
      },
      kill() {
        is.killed = true
        gone('signal SIGKILL', true)
      },
    }
    workers.push(worker)
    members.set(id, member)
    events?.forked(member)
    // The one that started it is told of the worker before the worker can say anything.
    queueMicrotask(() => program.onStart?.(worker))
    return member
  }
}

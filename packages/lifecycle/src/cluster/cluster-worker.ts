import { board, type Clock, type Closeable, closeable } from '@plimsoll/core'
import { fromWorker, type RestartSignal, readPrimaryWord, type WorkerWord } from './cluster-messages.js'
import type { WorkerPort } from './cluster-port.js'
import type { DrainOrder } from './retire.js'

/** What a worker does when its primary speaks. */
export interface WorkerOrders {
  /** Milliseconds that a drain may take. */
  readonly drainTimeoutMs: number
  /** Finish what runs, and exit. */
  drain(order: DrainOrder): void
  /** No channel: nobody hands over connections any more, and nobody would start a replacement. */
  lost(reason: string): void
}

/** A worker's tie to its primary. */
export interface PrimaryTie extends Closeable {
  /**
   * The primary drains this worker, so signals are not for it. `false` under a primary without
   * `rollingRestart()`, PM2's daemon for example.
   */
  readonly supervised: boolean
  /**
   * Asks to be replaced; `undefined` when there is nobody to ask. Resolves to whether this worker is to go.
   */
  requestReplacement(reason: string): Promise<boolean> | undefined
  /** Resolves when every connection that the primary has handed over by now is here, or nobody answers. */
  flush(): Promise<void>
  /**
   * To be awaited between the last response and the exit: resolves when no connection is on its way from the
   * primary to this process. One that was handed over while the listeners closed goes back to the primary,
   * which gives it to another worker; with an exit in between it would hang until its client gives up.
   */
  farewell(): Promise<void>
}

/** One worker of a cluster, as far as its primary is concerned. */
export interface ClusterWorker extends PrimaryTie {
  /** This worker serves. */
  ready(): void
  /** It drains of its own accord: its place is to be taken. */
  draining(): void
}

const FAREWELL_MS = 1000

/** Tells the primary of this worker, and does what it says. */
export function joinCluster(port: WorkerPort, clock: Clock, orders: WorkerOrders): ClusterWorker {
  let sharers: { workers: number; readonly entry: Closeable } | undefined
  let supervision: Closeable | undefined
  const asking: ((goes: boolean) => void)[] = []
  let token = 0
  const flushed = new Map<number, () => void>()

  const say = (word: WorkerWord): Promise<void> => port.send(fromWorker(word))
  const welcome = (workers: number, restartSignal: RestartSignal | undefined): void => {
    if (sharers !== undefined) sharers.workers = workers
    else sharers = { workers, entry: board().put('workers', () => sharers?.workers ?? 1) }
    supervision ??= restartSignal === undefined ? closeable(() => {}) : port.ignoreSignal(restartSignal)
  }
  const answer = (goes: boolean): void => {
    for (const each of asking.splice(0)) each(goes)
  }
  const release = (): void => {
    supervision?.close()
    supervision = undefined
    answer(false)
  }
  const withinMs = orders.drainTimeoutMs
  const hello = (): void => void say({ word: 'hello', withinMs })
  const listening = [
    port.onMessage((message) => {
      const word = readPrimaryWord(message)
      if (word?.word === 'who') hello()
      else if (word?.word === 'welcome') welcome(word.workers, word.restartSignal)
      else if (word?.word === 'release') release()
      else if (word?.word === 'stay') answer(false)
      else if (word?.word === 'flushed') flushed.get(word.token)?.()
      else if (word?.word === 'drain') {
        orders.drain(word)
        void say({ word: 'draining', withinMs })
        answer(true)
      }
    }),
    port.onDisconnect((letGo) => {
      orders.lost(letGo ? 'the primary lets go of this worker' : 'the primary of the cluster is gone')
      answer(true)
    }),
  ]
  hello()

  const isAnswered = (): boolean => supervision !== undefined && port.isConnected()
  const flush = (): Promise<void> => {
    if (!isAnswered()) return Promise.resolve()
    return new Promise((resolve) => {
      token += 1
      const asked = token
      const settle = (): void => {
        timer.close()
        flushed.delete(asked)
        resolve()
      }
      const timer = clock.schedule(settle, FAREWELL_MS)
      flushed.set(asked, settle)
      void say({ word: 'flush', token: asked })
    })
  }

  const lifetime = closeable(() => {
    for (const each of listening) each.close()
    release()
    sharers?.entry.close()
  })
  return {
    get supervised() {
      return supervision !== undefined
    },
    ready: () => void say({ word: 'ready' }),
    draining: () => void say({ word: 'draining', withinMs }),
    requestReplacement(reason) {
      if (!isAnswered()) return undefined
      return new Promise((resolve) => {
        asking.push(resolve)
        void say({ word: 'restart', reason })
      })
    },
    flush,
    async farewell() {
      if (!isAnswered()) return
      await flush()
      const late = new Promise<void>((resolve) => void clock.schedule(resolve, FAREWELL_MS))
      await Promise.race([say({ word: 'bye' }), late])
    },
    ...lifetime,
  }
}

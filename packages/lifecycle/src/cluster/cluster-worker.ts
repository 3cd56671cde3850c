import { board, type Clock, type Closeable, closeable } from '@plimsoll/core'
import { fromWorker, PROTOCOL_VERSION, readPrimaryWord, type WorkerWord } from './cluster-messages.js'
import type { WorkerPort } from './cluster-port.js'
import type { DrainOrder } from './retire.js'

/** What a worker does when its primary speaks. */
export interface WorkerOrders {
  /** Finish what runs, and exit. Returns the milliseconds that this may take, if they are known. */
  drain(order: DrainOrder): number | undefined
  /** The primary is gone: nobody hands over connections any more, and nobody would start a replacement. */
  lost(): void
}

/** One worker of a cluster, as far as its primary is concerned. */
export interface ClusterWorker extends Closeable {
  /**
   * The primary drains this worker, so signals are not for it. `false` under a primary without
   * `rollingRestart()`, PM2's daemon for example.
   */
  readonly supervised: boolean
  /** This worker serves. */
  ready(): void
  /** It drains of its own accord: its place is to be taken. */
  draining(withinMs: number): void
  /** Asks to be replaced; `false` when there is nobody to ask. */
  requestReplacement(reason: string): boolean
  /**
   * To be awaited between the last response and the exit: resolves when no connection is on its way from the
   * primary to this process. One that was handed over while the listeners closed goes back to the primary,
   * which gives it to another worker; with an exit in between it would hang until its client gives up.
   */
  farewell(): Promise<void>
}

const FAREWELL_MS = 1000

/** Tells the primary of this worker, and does what it says. */
export function joinCluster(port: WorkerPort, clock: Clock, orders: WorkerOrders): ClusterWorker {
  let sharers: { workers: number; readonly entry: Closeable } | undefined
  let token = 0
  let flushed: ((token: number) => void) | undefined

  const say = (word: WorkerWord): Promise<void> => port.send(fromWorker(word))
  const welcome = (workers: number): void => {
    if (sharers !== undefined) sharers.workers = workers
    else sharers = { workers, entry: board().put('workers', () => sharers?.workers ?? 1) }
  }
  const hello = (): void => void say({ word: 'hello', version: PROTOCOL_VERSION })
  const listening = [
    port.onMessage((message) => {
      const word = readPrimaryWord(message)
      if (word?.word === 'who') hello()
      else if (word?.word === 'welcome') welcome(word.workers)
      else if (word?.word === 'flushed') flushed?.(word.token)
      else if (word?.word === 'drain') {
        const withinMs = orders.drain(word)
        void say({ word: 'draining', ...(withinMs !== undefined && { withinMs }) })
      }
    }),
    port.onDisconnect(() => orders.lost()),
  ]
  hello()

  const flush = (): Promise<void> =>
    new Promise((resolve) => {
      token += 1
      const settle = (): void => {
        timer.close()
        flushed = undefined
        resolve()
      }
      const timer = clock.schedule(settle, FAREWELL_MS)
      flushed = (answered) => {
        if (answered === token) settle()
      }
      void say({ word: 'flush', token })
    })

  const lifetime = closeable(() => {
    for (const each of listening) each.close()
    sharers?.entry.close()
  })
  return {
    get supervised() {
      return sharers !== undefined
    },
    ready: () => void say({ word: 'ready' }),
    draining: (withinMs) => void say({ word: 'draining', withinMs }),
    requestReplacement(reason) {
      if (sharers === undefined) return false
      void say({ word: 'restart', reason })
      return true
    },
    async farewell() {
      if (sharers === undefined) return
      await flush()
      const late = new Promise<void>((resolve) => void clock.schedule(resolve, FAREWELL_MS))
      await Promise.race([say({ word: 'bye' }), late])
    },
    ...lifetime,
  }
}

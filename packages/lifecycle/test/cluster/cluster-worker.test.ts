import { board, closeable, createSampler } from '@plimsoll/core'
import { createFakeClock } from '@plimsoll/core/testing'
import {
  fromPrimary,
  type PrimaryWord,
  readWorkerWord,
  type WorkerWord,
} from '../../src/cluster/cluster-messages.js'
import { joinCluster } from '../../src/cluster/cluster-worker.js'
import type { DrainOrder } from '../../src/cluster/retire.js'
import { settle } from './supervised.js'

function join() {
  const said: WorkerWord[] = []
  const orders: DrainOrder[] = []
  const clock = createFakeClock()
  const lost: string[] = []
  const ignored = new Set<string>()
  const channel = { open: true }
  let hear = (_message: unknown): void => {}
  let disconnect = (_letGo: boolean): void => {}
  const port = {
    async send(message: unknown) {
      const word = readWorkerWord(message)
      if (word !== undefined) said.push(word)
    },
    onMessage(listener: (message: unknown) => void) {
      hear = listener
      return closeable(() => {
        hear = () => {}
      })
    },
    isConnected: () => channel.open,
    ignoreSignal(signal: string) {
      ignored.add(signal)
      return closeable(() => ignored.delete(signal))
    },
    onDisconnect(listener: (letGo: boolean) => void) {
      disconnect = listener
      return closeable(() => {
        disconnect = () => {}
      })
    },
  }
  const worker = joinCluster(port, clock, {
    drainTimeoutMs: 25_000,
    drain: (order) => void orders.push(order),
    lost: (reason) => void lost.push(reason),
  })
  return {
    worker,
    said,
    orders,
    clock,
    tell: (word: PrimaryWord) => hear(fromPrimary(word)),
    hear: (message: unknown) => hear(message),
    disconnect(letGo = false) {
      channel.open = false
      disconnect(letGo)
    },
    lost,
    ignored,
  }
}

describe('a worker of a cluster', () => {
  test('says hello, and takes no signals once its primary has answered', () => {
    const { worker, said, tell } = join()
    expect(said).toEqual([{ word: 'hello', withinMs: 25_000 }])
    expect(worker.supervised).toBe(false)
    expect(worker.requestReplacement('a leak')).toBeUndefined()
    tell({ word: 'welcome', workers: 4 })
    expect(worker.supervised).toBe(true)
    expect(worker.requestReplacement('a leak')).toBeInstanceOf(Promise)
    expect(said.at(-1)).toEqual({ word: 'restart', reason: 'a leak' })
    worker.close()
  })

  test('splits the container with as many as the primary says, also when that changes', () => {
    const sampler = createSampler()
    const { worker, tell } = join()
    expect(sampler.workers).toBe(1)
    tell({ word: 'welcome', workers: 4 })
    expect(sampler.workers).toBe(4)
    tell({ word: 'welcome', workers: 6 })
    expect(sampler.workers).toBe(6)
    expect(createSampler({ workers: 2 }).workers).toBe(2)
    worker.close()
    expect(sampler.workers).toBe(1)
    expect(board().list('workers')).toEqual([])
  })

  test('drains on order and tells how long that may take', () => {
    const { orders, said, tell, worker } = join()
    tell({ word: 'drain', reason: 'new version', preStopDelayMs: 0 })
    expect(orders).toEqual([{ word: 'drain', reason: 'new version', preStopDelayMs: 0 }])
    expect(said.at(-1)).toEqual({ word: 'draining', withinMs: 25_000 })
    worker.close()
  })

  test('F83: strange messages and other versions are passed over', () => {
    const { hear, orders, worker, said } = join()
    for (const odd of [
      undefined,
      'drain',
      7,
      { type: 'plimsoll:primary', word: 'explode' },
      { word: 'drain' },
    ])
      hear(odd)
    hear({ type: 'plimsoll:primary', word: 'welcome', workers: 'many' })
    hear({ type: 'plimsoll:worker', word: 'drain' })
    expect(orders).toEqual([])
    expect(worker.supervised).toBe(false)
    hear({ type: 'plimsoll:primary', version: 9, word: 'drain', preStopDelayMs: 'long', colour: 'red' })
    expect(orders).toEqual([{ word: 'drain', reason: 'the primary asked' }])
    hear({ type: 'plimsoll:primary', word: 'who' })
    expect(said.filter(({ word }) => word === 'hello')).toHaveLength(2)
    worker.close()
  })

  test('F83: hears when its primary is gone', () => {
    const { disconnect, lost, worker } = join()
    disconnect()
    expect(lost).toEqual(['the primary of the cluster is gone'])
    worker.close()
    disconnect()
    expect(lost).toHaveLength(1)
  })

  test('that is let go does not take its primary for dead, nor wait for an answer of it', async () => {
    const { disconnect, lost, worker, tell, said } = join()
    tell({ word: 'welcome', workers: 2 })
    disconnect(true)
    expect(lost).toEqual(['the primary lets go of this worker'])
    await worker.farewell()
    expect(said.map(({ word }) => word)).toEqual(['hello'])
    expect(worker.requestReplacement('a leak')).toBeUndefined()
    worker.close()
  })

  test('F83: the signal that restarts the cluster does not end it while its primary looks after it', () => {
    const { worker, tell, ignored, hear } = join()
    tell({ word: 'welcome', workers: 2, restartSignal: 'SIGHUP' })
    tell({ word: 'welcome', workers: 3, restartSignal: 'SIGHUP' })
    expect([...ignored]).toEqual(['SIGHUP'])
    tell({ word: 'release' })
    expect(ignored.size).toBe(0)
    expect(worker.supervised).toBe(false)
    hear({ type: 'plimsoll:primary', word: 'welcome', workers: 2, restartSignal: 'SIGKILL' })
    expect(worker.supervised).toBe(true)
    expect(ignored.size).toBe(0)
    worker.close()
  })

  test('learns whether it is replaced or stays', async () => {
    const { worker, tell } = join()
    tell({ word: 'welcome', workers: 2 })
    const [first, second] = [worker.requestReplacement('a leak'), worker.requestReplacement('its age')]
    tell({ word: 'stay' })
    await expect(Promise.all([first, second])).resolves.toEqual([false, false])
    const third = worker.requestReplacement('a leak')
    tell({ word: 'drain', reason: 'a leak' })
    await expect(third).resolves.toBe(true)
    const fourth = worker.requestReplacement('a leak')
    tell({ word: 'release' })
    await expect(fourth).resolves.toBe(false)
    worker.close()
  })

  test('goes only when nothing is on its way to it any more, or after a second', async () => {
    const { worker, said, tell, clock } = join()
    await worker.farewell()
    tell({ word: 'welcome', workers: 2 })
    let gone = 0
    const leave = () => worker.farewell().then(() => (gone += 1))
    void leave()
    await settle()
    expect(said.at(-1)).toEqual({ word: 'flush', token: 1 })
    tell({ word: 'flushed', token: 0 })
    await settle()
    expect(gone).toBe(0)
    tell({ word: 'flushed', token: 1 })
    await settle()
    expect(gone).toBe(1)
    expect(said.at(-1)).toEqual({ word: 'bye' })
    void leave()
    await settle()
    clock.advance(1000)
    await settle()
    expect(gone).toBe(2)
    worker.close()
  })
})

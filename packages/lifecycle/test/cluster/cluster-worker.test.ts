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
  let lost = 0
  let hear = (_message: unknown): void => {}
  let disconnect = (): void => {}
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
    onDisconnect(listener: () => void) {
      disconnect = listener
      return closeable(() => {
        disconnect = () => {}
      })
    },
  }
  const worker = joinCluster(port, clock, {
    drain(order) {
      orders.push(order)
      return 25_000
    },
    lost() {
      lost += 1
    },
  })
  return {
    worker,
    said,
    orders,
    clock,
    tell: (word: PrimaryWord) => hear(fromPrimary(word)),
    hear: (message: unknown) => hear(message),
    disconnect: () => disconnect(),
    lost: () => lost,
  }
}

describe('a worker of a cluster', () => {
  test('says hello, and takes no signals once its primary has answered', () => {
    const { worker, said, tell } = join()
    expect(said).toEqual([{ word: 'hello', version: 1 }])
    expect(worker.supervised).toBe(false)
    expect(worker.requestReplacement('a leak')).toBe(false)
    tell({ word: 'welcome', workers: 4 })
    expect(worker.supervised).toBe(true)
    expect(worker.requestReplacement('a leak')).toBe(true)
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
    expect(lost()).toBe(1)
    worker.close()
    disconnect()
    expect(lost()).toBe(1)
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

import { PlimsollError } from '@plimsoll/core'
import { rollingRestart } from '../../src/index.js'
import { type Program, wellBehaved } from './fake-cluster.js'
import { settle, supervise } from './supervised.js'

const neverReady: Program = { ...wellBehaved, onStart: (worker) => worker.say({ word: 'hello' }) }
const diesAtStart: Program = { ...wellBehaved, onStart: (worker) => worker.exit(1) }

describe('rollingRestart', () => {
  test('replaces every worker, one at a time, each after its replacement serves', async () => {
    const slow: Program = {
      onStart: (worker) => worker.say({ word: 'hello' }),
      onWord: (worker, { word }) => word === 'drain' && worker.say({ word: 'draining', withinMs: 25_000 }),
    }
    const { cluster, rolling, pass } = supervise({ workers: 2 }, slow)
    await settle()
    for (const worker of cluster.workers) worker.listen()
    const done = rolling.restart('new version')
    await settle()
    expect(rolling.state).toBe('restarting')
    expect(rolling.workers.map(({ state }) => state)).toEqual(['ready', 'ready', 'starting'])
    await pass(1000)
    expect(cluster.workers[0]?.heard.map(({ word }) => word)).toEqual(['welcome'])

    cluster.workers[2]?.listen()
    await settle()
    expect(cluster.workers[0]?.heard.at(-1)).toEqual({
      word: 'drain',
      reason: 'new version',
      preStopDelayMs: 0,
    })
    expect(rolling.workers.map(({ state }) => state)).toEqual(['retiring', 'ready', 'ready'])
    expect(cluster.workers[0]?.exitExpected).toBe(true)
    await pass(5000)
    expect(cluster.workers).toHaveLength(3)

    cluster.workers[0]?.exit()
    await settle()
    expect(cluster.workers).toHaveLength(4)
    cluster.workers[3]?.listen()
    await settle()
    cluster.workers[1]?.exit()
    await expect(done).resolves.toMatchObject({ result: 'done', replaced: 2 })
    expect(rolling.state).toBe('serving')
    expect(cluster.alive.map(({ id }) => id)).toEqual([3, 4])
  })

  test('F83: two restarts asked at once are one; one asked later replaces also what the first has started', async () => {
    const { cluster, rolling, pass, clock } = supervise()
    await settle()
    const first = rolling.restart('SIGHUP')
    expect(rolling.restart('SIGHUP')).toBe(first)
    await expect(first).resolves.toMatchObject({ result: 'done', replaced: 4 })
    expect(cluster.alive.map(({ id }) => id)).toEqual([5, 6, 7, 8])

    cluster.program = neverReady
    const second = rolling.restart()
    await pass(2000)
    cluster.program = wellBehaved
    expect(rolling.restart()).toBe(second)
    cluster.workers[8]?.listen()
    await expect(second).resolves.toMatchObject({ result: 'done', replaced: 5 })
    expect(cluster.alive).toHaveLength(4)
    expect(clock.pending).toBe(0)
  })

  test('F83: replacements that never get ready are given up after the second; the old workers go on', async () => {
    const { cluster, rolling, pass, logger } = supervise({ readyTimeoutMs: 10_000 })
    await settle()
    cluster.program = neverReady
    const outcome = rolling.restart()
    await pass(30_000)
    await expect(outcome).resolves.toMatchObject({ result: 'aborted', replaced: 0 })
    expect(cluster.alive.map(({ id }) => id)).toEqual([1, 2, 3, 4])
    expect(cluster.workers).toHaveLength(6)
    expect(logger.messages('error')).toEqual([
      '[plimsoll] rolling restart given up, 0 workers replaced: the replacement of worker 1 (pid 1001) was not ready ' +
        'within 10000 ms, the 2nd in a row. The workers that are there go on serving',
    ])
  })

  test('F83: a replacement that dies at its start is tried once more after a wait, then the restart goes on', async () => {
    const { cluster, rolling, pass, logger } = supervise({ minBackoffMs: 500 })
    await settle()
    cluster.program = diesAtStart
    const outcome = rolling.restart()
    await pass(400)
    expect(cluster.workers).toHaveLength(5)
    cluster.program = wellBehaved
    await pass(200)
    await expect(outcome).resolves.toMatchObject({ result: 'done', replaced: 4 })
    expect(logger.messages('warn')).toEqual([expect.stringMatching(/died at its start \(exit code 1\)/)])
  })

  test('F83: when another worker dies in the middle, nobody is let go before its place is taken', async () => {
    const { cluster, rolling, pass } = supervise()
    await settle()
    cluster.program = neverReady
    const outcome = rolling.restart()
    await settle()
    cluster.workers[3]?.exit(134)
    await pass(100)
    // Worker 5 replaces worker 1, worker 6 takes the place of the one that died.
    expect(cluster.workers).toHaveLength(6)
    cluster.workers[4]?.listen()
    await pass(1000)
    expect(rolling.workers.filter(({ state }) => state === 'ready')).toHaveLength(4)
    expect(cluster.workers[0]?.alive).toBe(true)
    cluster.program = wellBehaved
    cluster.workers[5]?.listen()
    await pass(1000)
    // The one that took the dead one's place was started after the restart was asked for.
    await expect(outcome).resolves.toMatchObject({ result: 'done', replaced: 3 })
    expect(cluster.alive).toHaveLength(4)
  })

  test('F83: when the one that is to be replaced dies first, its replacement takes its place all the same', async () => {
    const { cluster, rolling, pass } = supervise({ workers: 2 })
    await settle()
    cluster.program = neverReady
    const outcome = rolling.restart()
    await settle()
    cluster.workers[0]?.exit(1)
    await pass(200)
    expect(cluster.workers).toHaveLength(3)
    cluster.program = wellBehaved
    cluster.workers[2]?.listen()
    await pass(200)
    await expect(outcome).resolves.toMatchObject({ result: 'done' })
    expect(cluster.alive.map(({ id }) => id)).toEqual([3, 4])
  })

  test('a worker that asks is replaced, and no other; asking often changes nothing', async () => {
    const { cluster, pass } = supervise({ workers: 2 })
    await settle()
    for (let times = 0; times < 100; times += 1)
      cluster.workers[1]?.say({ word: 'restart', reason: 'a leak' })
    await pass(100)
    expect(cluster.alive.map(({ id }) => id)).toEqual([1, 3])
    expect(cluster.workers[1]?.heard.at(-1)).toMatchObject({ word: 'drain', reason: 'a leak' })
  })

  test('with waitFor ready a worker serves only once it has said so', async () => {
    const { cluster, rolling } = supervise({ workers: 1, waitFor: 'ready' })
    await settle()
    expect(rolling.workers.map(({ state }) => state)).toEqual(['starting'])
    cluster.workers[0]?.send('ready')
    expect(rolling.workers.map(({ state }) => state)).toEqual(['ready'])
  })

  test('refuses whatever is no primary', () => {
    const worker = { isPrimary: false, fork: () => ({}) as never, on() {}, off() {} }
    expect(() => rollingRestart(worker)).toThrow(PlimsollError)
    expect(() => rollingRestart({} as never)).toThrow(
      /Expected `rollingRestart\(cluster\)` to be the module node:cluster/,
    )
    expect(() => supervise({ restartSignal: 'SIGTERM' as never })).toThrow(
      /restartSignal.*'SIGHUP' or 'SIGUSR2'/,
    )
    expect(() => supervise({ minBackoffMs: 10, maxBackoffMs: 5 })).toThrow(
      /minBackoffMs.*10.*maxBackoffMs.*5/,
    )
  })
})

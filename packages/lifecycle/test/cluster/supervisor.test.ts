import { type Program, wellBehaved } from './fake-cluster.js'
import { settle, supervise } from './supervised.js'

const crashes: Program = {
  ...wellBehaved,
  onStart(worker) {
    wellBehaved.onStart?.(worker)
    worker.exit(1)
  },
}
const deaf: Program = { onStart: (worker) => worker.listen() }

describe('who dies', () => {
  test('F83: is replaced at once after a long life, later and later after short ones', async () => {
    const { cluster, pass } = supervise({ workers: 1, minBackoffMs: 500, maxBackoffMs: 4000 })
    await settle()
    await pass(10_000)
    cluster.program = crashes
    cluster.workers[0]?.exit(1)
    const counts: number[] = []
    for (let second = 0; second < 30; second += 1) {
      await pass(1000)
      counts.push(cluster.workers.length)
    }
    // At once, at once, after 0.5, 1, 2, 4 and then every 4 seconds.
    expect(counts).toEqual([
      4, 5, 5, 6, 6, 6, 6, 7, 7, 7, 7, 8, 8, 8, 8, 9, 9, 9, 9, 10, 10, 10, 10, 11, 11, 11, 11, 12, 12, 12,
    ])
    cluster.program = wellBehaved
    await pass(20_000)
    expect(cluster.alive).toHaveLength(1)
    cluster.alive[0]?.exit(1)
    await pass(100)
    expect(cluster.alive).toHaveLength(1)
  })

  test('a start that the system refuses is tried again', async () => {
    const { cluster, pass, logger } = supervise({ workers: 1 })
    await settle()
    cluster.refuseWith(new Error('EAGAIN'))
    cluster.workers[0]?.exit(1)
    await pass(2000)
    expect(cluster.alive).toHaveLength(1)
    expect(logger.messages('error')).toContainEqual(
      expect.stringContaining('could not be started: Error: EAGAIN'),
    )
  })

  test('F83: a worker without its channel is taken for lost, and ended when it stays', async () => {
    const { cluster, pass } = supervise({ workers: 2, drainTimeoutMs: 3000 }, deaf)
    await settle()
    cluster.workers[0]?.loseChannel()
    await pass(1100)
    expect(cluster.alive).toHaveLength(3)
    await pass(10_000)
    expect(cluster.alive.map(({ id }) => id)).toEqual([2, 3])
    expect(cluster.workers[0]?.killed).toBe(true)
  })

  test('a channel that closes because the worker is dying does not hide its death', async () => {
    const { cluster, pass, logger } = supervise({ workers: 1 })
    await settle()
    cluster.workers[0]?.loseChannel()
    cluster.workers[0]?.exit(7)
    await pass(100)
    expect(logger.messages('error')).toEqual([
      expect.stringMatching(/worker 1 .* died after 0 ms \(exit code 7\)/),
    ])
    expect(cluster.alive.map(({ id }) => id)).toEqual([2])
  })

  test('a worker that drains by itself has its place taken, without counting as a death', async () => {
    const { cluster, pass, logger } = supervise({ workers: 1 })
    await settle()
    cluster.workers[0]?.say({ word: 'draining', withinMs: 5000 })
    await pass(100)
    expect(cluster.alive.map(({ id }) => id)).toEqual([2])
    expect(logger.messages('error')).toEqual([])
  })

  test('respawn: false leaves it to others', async () => {
    const { cluster, pass } = supervise({ workers: 2, respawn: false })
    await settle()
    cluster.workers[0]?.exit(1)
    await pass(10_000)
    expect(cluster.alive.map(({ id }) => id)).toEqual([2])
  })
})

describe('what is said', () => {
  test('F83: a flood of messages, strange words and other versions change nothing', async () => {
    const { cluster, rolling } = supervise({ workers: 1 })
    await settle()
    const [worker] = cluster.workers
    const before = worker?.heard.length
    for (let count = 0; count < 10_000; count += 1)
      worker?.send({ type: 'plimsoll:worker', word: `word ${count}` })
    for (const odd of [null, 7, 'shutdown', [], {}, { type: 'plimsoll:worker' }]) worker?.send(odd)
    for (const token of ['1', 1.5, null]) worker?.send({ type: 'plimsoll:worker', word: 'flush', token })
    worker?.send({ type: 'plimsoll:primary', word: 'drain' })
    expect(worker?.heard.length).toBe(before)
    expect(rolling.workers).toEqual([{ id: 1, pid: 1001, state: 'ready' }])
    // A later version says more than this one reads.
    worker?.send({ type: 'plimsoll:worker', version: 9, word: 'draining', withinMs: 1000, left: [1, 2] })
    expect(worker?.heard.at(-1)).toMatchObject({ word: 'drain' })
    expect(rolling.workers).toEqual([])
  })

  test('F83: a worker that does not understand the order is let go as Node does it, then by force', async () => {
    const { onStart = () => {} } = wellBehaved
    const { cluster, rolling, pass, logger } = supervise({ workers: 1, drainTimeoutMs: 4000 }, { onStart })
    await settle()
    cluster.program = wellBehaved
    const outcome = rolling.restart()
    await pass(2500)
    expect(cluster.workers[0]).toMatchObject({ disconnected: true, killed: false })
    await pass(6000)
    expect(cluster.workers[0]).toMatchObject({ killed: true })
    await expect(outcome).resolves.toMatchObject({ result: 'done' })
    expect(logger.messages('warn')).toEqual([
      expect.stringMatching(/still there after 6000 ms: it is killed/),
    ])
  })

  test('workers learn how many they are', async () => {
    const { cluster } = supervise({ workers: 4 })
    await settle()
    for (const { heard } of cluster.workers) expect(heard).toEqual([{ word: 'welcome', workers: 4 }])
  })
})

describe('the end', () => {
  test('a signal has all workers finish at once, then the primary exits with 0', async () => {
    const { cluster, signals, exitCodes, rolling } = supervise()
    await settle()
    signals.get('SIGTERM')?.()
    expect(rolling.state).toBe('ending')
    await settle()
    for (const { heard } of cluster.workers)
      expect(heard.at(-1)).toEqual({ word: 'drain', reason: 'SIGTERM' })
    expect(cluster.alive).toEqual([])
    expect(exitCodes).toEqual([0])
  })

  test('F79: signals within a second are one, the next one forces', async () => {
    const { cluster, signals, exitCodes, pass } = supervise({ workers: 2 }, deaf)
    await settle()
    for (const name of ['SIGINT', 'SIGTERM', 'shutdown']) signals.get(name)?.()
    await pass(2000)
    expect(exitCodes).toEqual([])
    signals.get('SIGTERM')?.()
    expect(exitCodes).toEqual([1])
    expect(cluster.alive).toEqual([])
  })

  test('a worker that has to be forced makes the exit code 1', async () => {
    const failing: Program = {
      ...wellBehaved,
      onWord: (worker, { word }) => word === 'drain' && worker.exit(1),
    }
    const { rolling, exitCodes } = supervise({ workers: 1 }, failing)
    await settle()
    await rolling.shutdown('deploy')
    expect(exitCodes).toEqual([1])
  })

  test('in the middle of a rolling restart: it stops, and nobody is left', async () => {
    const { cluster, rolling, exitCodes, pass } = supervise()
    await settle()
    cluster.program = { onStart: (worker) => worker.say({ word: 'hello' }) }
    const outcome = rolling.restart()
    await settle()
    void rolling.shutdown()
    cluster.workers[4]?.exit()
    await pass(100)
    await expect(outcome).resolves.toMatchObject({ result: 'stopped' })
    expect(cluster.alive).toEqual([])
    await pass(60_000)
    expect(cluster.workers).toHaveLength(5)
    expect(exitCodes).toEqual([0])
  })

  test('close() leaves the workers as they are', async () => {
    const { cluster, rolling, clock, signals } = supervise()
    await settle()
    rolling.close()
    rolling.close()
    cluster.workers[0]?.exit(1)
    expect(rolling.state).toBe('closed')
    expect(cluster.alive).toHaveLength(3)
    expect(signals.size + clock.pending).toBe(0)
  })
})

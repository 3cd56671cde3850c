import type { RollingRestartOptions } from '../../src/index.js'
import { type FakeWorker, type Program, wellBehaved } from './fake-cluster.js'
import { settle, supervise } from './supervised.js'

const silent: Program = {}
const saysHello: Program = { ...wellBehaved, onStart: (worker) => worker.say({ word: 'hello' }) }

/** Takes jobs, knows nothing of this package, and exits when the one that it is at is done. */
const jobs: Program = { onStart: (worker) => worker.send('ready') }

describe('when a worker serves', () => {
  test('a program from PM2 that says ready before it listens is not ready with waitFor listening', async () => {
    const { cluster, rolling } = supervise({ workers: 1 }, silent)
    cluster.workers[0]?.send('ready')
    expect(rolling.workers.map(({ state }) => state)).toEqual(['starting'])
    cluster.workers[0]?.listenFirst()
    expect(rolling.workers.map(({ state }) => state)).toEqual(['ready'])
  })

  test('F83: one with several servers is ready when all of them listen', async () => {
    const { cluster, rolling } = supervise({ workers: 1 }, saysHello)
    await settle()
    cluster.workers[0]?.listenFirst()
    expect(rolling.workers.map(({ state }) => state)).toEqual(['starting'])
    cluster.workers[0]?.listen()
    expect(rolling.workers.map(({ state }) => state)).toEqual(['ready'])
  })
})

describe('workers that listen to nothing', () => {
  test('finish their job at the end of the cluster', async () => {
    const { cluster, rolling, exitCodes, pass } = supervise({ workers: 1, waitFor: 'ready' }, jobs)
    await settle()
    void rolling.shutdown()
    await pass(3000)
    expect(cluster.workers[0]).toMatchObject({ alive: true, disconnected: true })
    expect(exitCodes).toEqual([])
    cluster.workers[0]?.exit()
    await settle()
    expect(exitCodes).toEqual([0])
  })

  test('have to be forced, and then the exit code says so', async () => {
    const options = { workers: 1, waitFor: 'ready', drainTimeoutMs: 3000 } as const
    const { cluster, rolling, exitCodes, pass } = supervise(options, jobs)
    await settle()
    void rolling.shutdown()
    await pass(6000)
    expect(cluster.workers[0]).toMatchObject({ killed: true })
    expect(exitCodes).toEqual([1])
  })

  test('as replacements that said too late that they are ready, they may finish what they began', async () => {
    const options = { workers: 1, waitFor: 'ready', readyTimeoutMs: 1000 } as const
    const { cluster, rolling, pass } = supervise(options, jobs)
    await settle()
    cluster.program = silent
    void rolling.restart()
    await pass(2000)
    expect(cluster.workers[1]).toMatchObject({ alive: true, disconnected: true, killed: false })
  })
})

describe('what is told of a restart', () => {
  test('the end of the cluster in the middle of it replaces nobody', async () => {
    const { cluster, rolling, pass } = supervise({ workers: 2 })
    await settle()
    cluster.program = saysHello
    const outcome = rolling.restart()
    await settle()
    void rolling.shutdown()
    await pass(100)
    await expect(outcome).resolves.toMatchObject({ result: 'stopped', replaced: 0 })
  })

  test('how a replacement died, whose channel closes before it exits', async () => {
    const { cluster, rolling, pass, logger } = supervise({ workers: 1 })
    await settle()
    const dying: FakeWorker[] = []
    cluster.program = {
      onStart(worker) {
        worker.loseChannel()
        dying.push(worker)
      },
    }
    void rolling.restart()
    await settle()
    dying[0]?.exit(9)
    await pass(100)
    expect(logger.messages('warn')).toEqual([expect.stringMatching(/died at its start \(exit code 9\)/)])
  })
})

describe('what workers are told', () => {
  test('those that asked and are not replaced are told to stay', async () => {
    const { cluster, pass } = supervise({ workers: 1, readyTimeoutMs: 1000 })
    await settle()
    cluster.program = saysHello
    cluster.workers[0]?.say({ word: 'restart', reason: 'a leak' })
    await pass(10_000)
    expect(cluster.workers[0]?.heard.map(({ word }) => word)).toEqual(['welcome', 'stay'])
  })

  test('F83: which signal is not for them, and that nobody looks after them any more', async () => {
    const { cluster, rolling } = supervise({ workers: 1, restartSignal: 'SIGHUP' })
    await settle()
    rolling.close()
    expect(cluster.workers[0]?.heard).toEqual([
      { word: 'welcome', workers: 1, restartSignal: 'SIGHUP' },
      { word: 'release' },
    ])
  })
})

describe('one that hangs', () => {
  test('F83: has the time that it said at its start, not that of the primary', async () => {
    const deaf: Program = {
      onStart(worker) {
        worker.say({ word: 'hello', withinMs: 3000 })
        worker.listen()
      },
    }
    const { cluster, rolling, pass } = supervise({ workers: 1, drainTimeoutMs: 30_000 }, deaf)
    await settle()
    void rolling.shutdown()
    await pass(6900)
    expect(cluster.workers[0]).toMatchObject({ killed: false })
    await pass(200)
    expect(cluster.workers[0]).toMatchObject({ killed: true })
  })
})

describe('one that the application lets go', () => {
  test.each([
    [undefined, 1],
    [2, 2],
  ])('with workers: %p leaves %p, and no word of a death', async (workers, left) => {
    const { cluster, pass, logger } = supervise({ workers } as RollingRestartOptions)
    if (workers === undefined) for (let i = 0; i < 2; i += 1) cluster.fork()
    await settle()
    cluster.workers[0]?.letGo()
    cluster.workers[0]?.exit()
    await pass(5000)
    expect(cluster.alive).toHaveLength(left)
    expect(logger.messages('error')).toEqual([])
  })
})

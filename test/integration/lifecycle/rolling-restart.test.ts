import { setTimeout as wait } from 'node:timers/promises'
import { ask, endClusters, startCluster, startLoad } from './cluster-process.js'

jest.setTimeout(60_000)
afterEach(endClusters)

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

const gone = async (pids: readonly number[]): Promise<void> => {
  while (pids.some(isAlive)) await wait(20)
}

const pidsOf = (workers: readonly { readonly pid: number | undefined }[]): number[] =>
  workers.flatMap(({ pid }) => (pid === undefined ? [] : [pid]))

describe('rollingRestart over node:cluster', () => {
  test('F83: two restarts asked at once replace every worker once, with no request lost', async () => {
    const cluster = await startCluster({ workers: 3 })
    const port = await cluster.ask('serving', 3)
    const before = pidsOf((await cluster.ask('facts')).workers)
    await cluster.ask('watch')
    const load = startLoad(port)
    const outcomes = await cluster.ask('restart', 2)
    const answers = await load.stop()
    const { workers, fewestReady, mostAlive } = await cluster.ask('facts')
    expect(outcomes.map(({ result, replaced }) => [result, replaced])).toEqual([
      ['done', 3],
      ['done', 3],
    ])
    expect(answers.filter(({ error }) => error !== undefined)).toEqual([])
    expect(answers.length).toBeGreaterThan(50)
    expect(pidsOf(workers).filter((pid) => before.includes(pid))).toEqual([])
    expect({ fewestReady, mostAlive }).toEqual({ fewestReady: 3, mostAlive: 4 })
  })

  test('F83: a worker that crashes in the middle costs its own requests, and capacity never falls below N-1', async () => {
    const cluster = await startCluster({ workers: 3 })
    const port = await cluster.ask('serving', 3)
    await cluster.ask('watch')
    const load = startLoad(port)
    const restart = cluster.ask('restart', 1)
    await wait(100)
    await cluster.ask('crash')
    const [outcome] = await restart
    const answers = await load.stop()
    const facts = await cluster.ask('facts')
    expect(outcome?.result).toBe('done')
    expect(facts.workers.filter(({ state }) => state === 'ready')).toHaveLength(3)
    expect(facts.fewestReady).toBeGreaterThanOrEqual(2)
    // Six clients, spread over three workers or more: those of one worker fail once.
    expect(answers.filter(({ error }) => error !== undefined).length).toBeLessThanOrEqual(6)
    expect(facts.logged).toContainEqual(
      expect.stringMatching(/died .*signal SIGKILL.*a new one takes its place/),
    )
  })

  test('F83: replacements that are never ready, or die at once, end the restart and nothing else', async () => {
    const cluster = await startCluster({ workers: 2, readyTimeoutMs: 1000, minBackoffMs: 50 })
    const port = await cluster.ask('serving', 2)
    const before = pidsOf((await cluster.ask('facts')).workers)
    await cluster.ask('watch')
    const load = startLoad(port)
    for (const breed of ['never ready', 'dies']) {
      await cluster.ask('breed', breed)
      const [outcome] = await cluster.ask('restart', 1)
      expect(outcome).toMatchObject({ result: 'aborted', replaced: 0 })
    }
    const answers = await load.stop()
    const { workers, fewestReady } = await cluster.ask('facts')
    expect(answers.filter(({ error }) => error !== undefined)).toEqual([])
    expect(pidsOf(workers)).toEqual(before)
    expect(fewestReady).toBe(2)
  })

  test('F83: with the primary gone workers finish what they have, and exit', async () => {
    const cluster = await startCluster({ workers: 2 })
    const port = await cluster.ask('serving', 2)
    const pids = pidsOf((await cluster.ask('facts')).workers)
    const slow = ask(port, '/?ms=700')
    await wait(200)
    cluster.primary.kill('SIGKILL')
    expect(pids.map(String)).toContain((await slow).text)
    await gone(pids)
  })

  test('F83: a worker that closes its channel has its place taken', async () => {
    const cluster = await startCluster({ workers: 2 })
    const port = await cluster.ask('serving', 2)
    const [left] = [await ask(port, '/?disconnect&ms=200')]
    expect(left?.error).toBeUndefined()
    await gone([Number(left?.text)])
    expect(await cluster.ask('serving', 2)).toBe(port)
    const { workers } = await cluster.ask('facts')
    expect(pidsOf(workers)).not.toContain(Number(left?.text))
  })

  test('F79: a SIGTERM to the whole group is for the primary: workers finish, exit code 0', async () => {
    const cluster = await startCluster({ workers: 2 })
    const port = await cluster.ask('serving', 2)
    const pids = pidsOf((await cluster.ask('facts')).workers)
    const slow = [ask(port, '/?ms=700'), ask(port, '/?ms=700')]
    await wait(200)
    process.kill(-(cluster.primary.pid as number), 'SIGTERM')
    for (const answer of await Promise.all(slow)) expect(pids).toContain(Number(answer.text))
    expect(await cluster.exited).toBe(0)
    await gone(pids)
  })

  test('F83: a restart signal to the whole group is for the primary: everybody is replaced, nobody ends in the middle', async () => {
    const cluster = await startCluster({ workers: 2, restartSignal: 'SIGHUP' })
    const port = await cluster.ask('serving', 2)
    const before = pidsOf((await cluster.ask('facts')).workers)
    const load = startLoad(port)
    await wait(100)
    process.kill(-(cluster.primary.pid as number), 'SIGHUP')
    await gone(before)
    const answers = await load.stop()
    expect(answers.filter(({ error }) => error !== undefined)).toEqual([])
    const { logged } = await cluster.ask('facts')
    expect(logged.join('\n')).not.toMatch(/died/)
    expect(await cluster.ask('serving', 2)).toBe(port)
  })

  test('workers split the container by as many as they are', async () => {
    const cluster = await startCluster({ workers: 2 })
    const port = await cluster.ask('serving', 2)
    expect((await ask(port, '/?workers')).text).toBe('2')
  })
})

import { once } from 'node:events'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { ask } from '../contract/ask.js'

jest.setTimeout(30_000)

const workers: Worker[] = []
afterEach(async () => {
  for (const worker of workers.splice(0)) await worker.terminate()
})

/** Starts the scenario on the TypeScript sources, with a cap on resident memory. */
async function startGuardedWorker(limitBytes: number) {
  const hook = path.join(__dirname, '..', 'support', 'typescript-sources.cjs')
  const worker = new Worker(path.join(__dirname, 'scenarios', 'worker-guard.cjs'), {
    workerData: { limitBytes },
    execArgv: ['--conditions=plimsoll-source', '--require', hook],
    stderr: true,
  })
  workers.push(worker)
  const [{ port }] = (await once(worker, 'message')) as [{ port: number }]
  const tell = async () => {
    worker.postMessage('tell')
    const [told] = (await once(worker, 'message')) as [
      {
        stats: { admitted: number; shed: number; reclaims: Record<string, number> }
        canCollect: boolean
        rssBytes: number
      },
    ]
    return told
  }
  return { port, tell }
}

describe('a guard in a worker thread', () => {
  test('F15: serves, and health says whose figures are whose', async () => {
    const { port, tell } = await startGuardedWorker(2 ** 40)
    expect((await ask(port, '/work')).text).toBe('served')
    const health = (await ask(port, '/health')).json() as { notes: { code: string; message: string }[] }
    const notes = health.notes.filter(({ code }) => code === 'worker-thread')
    expect(notes).toEqual([
      {
        code: 'worker-thread',
        message: expect.stringMatching(/worker thread: heap.*of the thread.*whole process.*not collected/),
      },
    ])
    const { stats, rssBytes } = await tell()
    expect(stats).toMatchObject({ admitted: 1, shed: 0 })
    // Resident memory is the process's, this test included.
    expect(rssBytes).toBeGreaterThan(0.5 * process.memoryUsage.rss())
  })

  test('F15: sheds without collecting: a collection would stop a thread that is none of its business', async () => {
    const { port, tell } = await startGuardedWorker(1_000_000)
    expect((await ask(port, '/work')).status).toBe(503)
    expect((await ask(port, '/livez')).status).toBe(200)
    const { stats, canCollect } = await tell()
    expect(canCollect).toBe(false)
    expect(stats).toMatchObject({ admitted: 0, shed: 1, reclaims: { collected: 0, useless: 0 } })
  })
})

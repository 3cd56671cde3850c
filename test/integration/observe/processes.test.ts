import { type ChildProcess, execFile, fork, spawn } from 'node:child_process'
import { Worker } from 'node:worker_threads'
import { inFunction, observing } from './observing.js'

const { watch } = observing()
const HERE = 'processes.test.ts'

const children: ChildProcess[] = []
const workers: Worker[] = []
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await Promise.all(workers.splice(0).map((worker) => worker.terminate()))
})

const FOREVER = 'setInterval(() => {}, 1e6)'

describe('processes and threads', () => {
  test('children that go on', async () => {
    const app = await watch({
      '/spawn': async function start(_req, res) {
        const child = spawn('/bin/sleep', ['1000'], { stdio: 'ignore' })
        children.push(child)
        res.send('ok')
      },
    })
    await app.times(6, '/spawn')
    await app.finds({ kind: 'child-process', route: '/spawn', count: 6, ...inFunction('start', HERE) })
    for (const child of children) child.kill('SIGKILL')
    await app.finds()
  })

  test('workers that go on', async () => {
    const app = await watch({
      '/worker': function start(_req, res) {
        const worker = new Worker(FOREVER, { eval: true })
        expect(worker.constructor).toBe(Worker)
        workers.push(worker)
        worker.once('online', () => res.send('ok'))
      },
    })
    await app.times(5, '/worker')
    await app.finds({ kind: 'worker', route: '/worker', count: 5, ...inFunction('start', HERE) })
    await Promise.all(workers.map((worker) => worker.terminate()))
    await app.finds()
  })

  test('those that end are none', async () => {
    const app = await watch({
      '/child': (_req, res) => void execFile('/bin/true', () => res.send('ok')),
      '/missing': (_req, res) => void spawn('/no/such/program').on('error', () => res.send('ok')),
      '/fork': (_req, res) => {
        const child = fork('/dev/null', { execArgv: ['-e', ''], stdio: 'ignore' })
        children.push(child)
        child.on('exit', () => res.send('ok'))
      },
      '/worker': (_req, res) => void new Worker('', { eval: true }).on('exit', () => res.send('ok')),
    })
    await app.times(10, '/child')
    await app.times(10, '/missing')
    await app.times(5, '/fork')
    await app.times(5, '/worker')
    await app.findsNothing()
  })
})

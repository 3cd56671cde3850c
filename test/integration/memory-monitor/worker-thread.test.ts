import { once } from 'node:events'
import path from 'node:path'
import { Worker } from 'node:worker_threads'

test("F15: in a worker thread the process's memory is nobody's leak", async () => {
  const worker = new Worker(path.join(__dirname, '../scenarios/worker-monitor.cjs'), {
    execArgv: [
      '--conditions=plimsoll-source',
      '--require',
      path.join(__dirname, '../../support/typescript-sources.cjs'),
    ],
  })
  const [kinds] = (await once(worker, 'message')) as [string[]]
  await worker.terminate()
  expect(kinds).toEqual(['heap', 'external', 'handles', 'descriptors', 'listeners'])
}, 30_000)

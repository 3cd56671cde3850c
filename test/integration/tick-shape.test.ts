import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'

/** How many times as long `process.nextTick` takes after collections that found no tick waiting. */
async function slowedBy(what: 'sampler' | 'bare'): Promise<number> {
  const hook = path.join(__dirname, '..', 'support', 'typescript-sources.cjs')
  const scenario = path.join(__dirname, 'scenarios', 'quiet-collections.cjs')
  const args = ['--expose-gc', '--conditions=plimsoll-source', '--require', hook, scenario, what]
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    timeout: 20_000,
    killSignal: 'SIGKILL',
  })
  const { before, after } = JSON.parse(stdout)
  return after / before
}

test('collections in quiet moments leave ticks as quick as they were', async () => {
  expect(await slowedBy('sampler')).toBeLessThan(2)
}, 30_000)

test('without a sampler they do not: when this fails, V8 has mended it', async () => {
  expect(await slowedBy('bare')).toBeGreaterThan(2)
}, 30_000)

import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'

test('a process whose suite nobody closed ends by itself', async () => {
  const hook = path.join(__dirname, '..', 'support', 'typescript-sources.cjs')
  const scenario = path.join(__dirname, 'scenarios', 'never-closed.cjs')
  const args = ['--conditions=plimsoll-source', '--require', hook, scenario]
  // Rejects when the process had to be killed, or ended with an error.
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    timeout: 20_000,
    killSignal: 'SIGKILL',
  })
  expect(stdout).toContain('200 served\n')
}, 30_000)

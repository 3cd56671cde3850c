import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import type { Outstanding } from '@plimsoll/resource-tracker'
import { visit } from './resource-leaks-process.js'

const scenario = path.join(__dirname, 'scenarios', 'started-first.cjs')
const hook = path.join(__dirname, '..', 'support', 'typescript-sources.cjs')

test('observe that is started first sees what CommonJS code takes out of modules afterwards', async () => {
  const child = fork(scenario, {
    execArgv: ['--conditions=plimsoll-source', '--require', hook],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  try {
    const { port } = await said<{ readonly port: number }>(child)
    for (let i = 0; i < 10; i += 1) {
      await visit(port, '/file', false)
      await visit(port, '/timer', false)
    }
    const found = await foundBy(child, 2)
    expect(found.map(({ kind, route, site }) => [kind, route, site?.functionName]).sort()).toEqual([
      ['descriptor', '/file', 'readFile'],
      ['timer', '/timer', 'startTimer'],
    ])
  } finally {
    child.kill()
    await once(child, 'exit')
  }
}, 30_000)

const said = async <T>(child: ChildProcess): Promise<T> => (await once(child, 'message'))[0]

async function foundBy(child: ChildProcess, count: number): Promise<readonly Outstanding[]> {
  const untilMs = performance.now() + 15_000
  for (;;) {
    child.send('outstanding')
    const found = await said<readonly Outstanding[]>(child)
    if (found.length >= count || performance.now() > untilMs) return found
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

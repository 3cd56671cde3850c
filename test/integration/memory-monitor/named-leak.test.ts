import path from 'node:path'
import type { LeakReport } from '@plimsoll/memory-monitor'
import { commonJsSources, runScenario, toldBy } from '../heap/heap-process.js'

/** Collections are a hundred times their own pause apart, so that a busy machine takes longer. */
const LONGEST_MS = 80_000

jest.setTimeout(LONGEST_MS + 30_000)

test('a route of Express that remembers too much: who allocates, and in whose requests', async () => {
  const scenario = path.join('..', '..', 'memory-monitor', 'scenarios', 'named-server.cjs')
  const told = await runScenario(scenario, { sources: commonJsSources, args: [String(LONGEST_MS)] })
  const leak = toldBy<LeakReport | null>(told)
  const [first] = leak?.suspects ?? []
  expect(leak?.kind).toBe('heap')
  // A handler is on the stack after an await, too.
  expect(first).toMatchObject({
    file: expect.stringContaining('named-server.cjs'),
    route: '/search/:word',
  })
  expect(leak?.message).toContain(' in requests for /search/:word')
})

import path from 'node:path'
import type { LeakReport } from '@plimsoll/memory-monitor'
import { commonJsSources, runScenario, toldBy } from '../heap/heap-process.js'

/** Collections are a hundred times their own pause apart, so that a busy machine takes longer. */
const LONGEST_MS = 80_000

jest.setTimeout(LONGEST_MS + 60_000)

const scenario = (name: string) => path.join('..', '..', 'memory-monitor', 'scenarios', name)

// Transpiled once: no compiler is on the heap of the next process.
beforeAll(() => runScenario(scenario('load-express.cjs'), { sources: commonJsSources }))

test('a route of Express that remembers too much: who allocates, in which requests, and who keeps it', async () => {
  const args = [String(LONGEST_MS)]
  const told = await runScenario(scenario('named-server.cjs'), { sources: commonJsSources, args })
  const leak = toldBy<LeakReport | null>(told)
  const [first] = leak?.suspects ?? []
  expect(leak?.kind).toBe('heap')
  expect(first).toMatchObject({
    file: expect.stringContaining('named-server.cjs'),
    route: '/search/:word',
    retainerPath: expect.arrayContaining([expect.stringContaining('variable searches {Map}')]),
  })
  expect(leak?.message).toMatch(/ in requests for \/search\/:word, and kept by searches \(/)
})

import type { Generations, HeapSite } from '@plimsoll/heap'
import { runScenario, toldBy } from './heap-process.js'

jest.setTimeout(60_000)

const major = Number.parseInt(process.versions.node, 10)

interface Followed extends Generations {
  readonly sampled: number
  readonly again: number
}

describe('profiles of real programs', () => {
  let told: Record<'leaky' | 'cached' | 'compiled', Followed>
  beforeAll(async () => {
    told = toldBy(await runScenario('workloads.mjs'))
  })

  test('F11: what is cached and replaced does not survive, what leaks does', () => {
    // The array that holds what leaks is replaced by a longer one now and then.
    expect(told.leaky.survival.retentionRatio).toBeGreaterThan(0.75)
    expect(told.leaky.survival.lateOverEarlyRatio).toBeGreaterThan(0.5)
    expect(told.leaky.survival.lateOverEarlyRatio).toBeLessThan(1.6)
    expect(told.cached.survival.retentionRatio).toBeLessThan(0.2)
  })

  test('a warm-up survives, and is told apart by its being early', () => {
    expect(told.compiled.survival.retentionRatio).toBeGreaterThan(0.75)
    expect(told.compiled.survival.lateOverEarlyRatio).toBeLessThan(0.4)
  })

  test('the function that leaks comes first, with what a request leaves behind', () => {
    const [first] = told.leaky.sites
    // Node 20 leaves inlined functions out: there it may be the one that calls it.
    const names = major < 22 ? ['leaky', 'follow'] : ['leaky']
    expect(names).toContain(first?.frame.functionName)
    expect(first?.frame.file).toMatch(/scenarios\/workloads\.mjs$/)
    expect(first?.shareRatio).toBeGreaterThan(0.8)
    expect(first?.survival.bytesPerRequest).toBeGreaterThan(40)
    expect(first?.survival.bytesPerRequest).toBeLessThan(250)
  })

  test('who looks on is not seen', () => {
    const files = Object.values(told).flatMap(({ sites }) => sites.map(({ frame }) => frame.file))
    expect(files.filter((file) => file.includes('packages/heap') || file === 'node:inspector')).toEqual([])
  })

  test('all profiles were of one sampling, and are written without loss', () => {
    for (const followed of Object.values(told)) {
      expect(followed).toMatchObject({ profiles: 8, restarts: 0, again: followed.sampled })
    }
  })
})

test('F60: somebody else’s sampling is left alone, and ours, when they have ended it, says so', async () => {
  expect(toldBy(await runScenario('sampled-twice.mjs'))).toEqual({
    refused: 'ERR_PLIMSOLL_PROFILE_BUSY',
    theirsWentOn: true,
    ended: 'ERR_PLIMSOLL_PROFILE_BUSY',
  })
})

// Only Node 26 has it.
if (major >= 26) {
  test('what v8.startHeapProfile returns is read', async () => {
    const { sites, ages } = toldBy<{ sites: HeapSite[]; ages: boolean }>(
      await runScenario('node-heap-profile.mjs'),
    )
    expect(sites[0]?.frame.functionName).toBe('leaky')
    expect(ages).toBe(true)
  })
}

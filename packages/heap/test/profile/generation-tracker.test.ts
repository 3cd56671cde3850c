import fc from 'fast-check'
import { GenerationTracker, readHeapProfile } from '../../src/index.js'
import { ProfileBuilder } from '../support/profile-builder.js'
import { rounds, SAMPLE_BYTES, SimulatedHeap } from './simulated-heap.js'

test('nothing is old before the third profile', () => {
  const heap = rounds(new SimulatedHeap(), 2, () => undefined)
  expect(heap.tracker.generations()).toMatchObject({ profiles: 2, liveBytes: 0, sites: [] })
  expect(heap.tracker.generations().survival).toEqual({
    settledBytes: 0,
    survivingBytes: 0,
    survivingSamples: 0,
  })
})

test('of a leak every old epoch survives, as much of the late ones as of the early', () => {
  const heap = new SimulatedHeap()
  rounds(heap, 8, () => heap.allocate('leaky', 10))
  const { survival, epochs, sites } = heap.tracker.generations()
  expect(survival).toEqual({
    settledBytes: 60 * SAMPLE_BYTES,
    survivingBytes: 60 * SAMPLE_BYTES,
    survivingSamples: 60,
    retentionRatio: 1,
    heldEpochsRatio: 1,
    lateOverEarlyRatio: 1,
    bytesPerSecond: SAMPLE_BYTES,
    bytesPerRequest: 10,
  })
  expect(epochs.map(({ liveBytes }) => liveBytes)).toEqual(Array(8).fill(10 * SAMPLE_BYTES))
  expect(sites).toMatchObject([{ frame: { functionName: 'leaky' }, liveBytes: 80_000, shareRatio: 1 }])
  expect(sites[0]?.stack.map(({ functionName }) => functionName)).toEqual(['leaky', 'main'])
})

test('the stores of containers are told apart: how much there is of them, whatever their age', () => {
  const heap = new SimulatedHeap({ intervalBytes: SAMPLE_BYTES })
  rounds(heap, 8, (round) => {
    heap.allocate('seen', 10)
    if (round % 2 === 0) heap.keepNewest('table', 0).allocate('table', 1, 2 ** (round / 2) * 4 * SAMPLE_BYTES)
  })
  const { sites, survival } = heap.tracker.generations()
  const stores = (name: string) => sites.find(({ frame }) => frame.functionName === name)?.storeBytes
  expect(stores('table')?.map((bytes) => bytes / SAMPLE_BYTES)).toEqual([4, 4, 8, 8, 16, 16, 32, 32])
  expect(stores('seen')).toEqual(Array(8).fill(0))
  expect(survival).toMatchObject({ retentionRatio: 1, survivingSamples: 60 })
})

test('stores stay told apart when epochs become one', () => {
  const heap = new SimulatedHeap({ intervalBytes: SAMPLE_BYTES, maxEpochs: 4 })
  rounds(heap, 12, (round) => heap.keepNewest('table', 0).allocate('table', 1, (round + 4) * SAMPLE_BYTES))
  const [site] = heap.tracker.generations().sites
  const told = site?.storeBytes.map((bytes) => bytes / SAMPLE_BYTES) ?? []
  expect(told).toHaveLength(4)
  expect(told).toEqual(told.toSorted((left, right) => left - right))
  expect(told.at(-1)).toBe(15)
  expect(site?.liveBytes).toBe(15 * SAMPLE_BYTES)
})

test('where sampling began long ago, what the first profile shows does not count', () => {
  const heap = new SimulatedHeap({}, new GenerationTracker())
  heap.allocate('leaky', 500)
  rounds(heap, 9, () => heap.allocate('leaky', 10))
  expect(heap.tracker.generations().survival).toMatchObject({
    survivingSamples: 60,
    lateOverEarlyRatio: 1,
    bytesPerRequest: 10,
  })
})

test('of a cache that is full nothing old survives', () => {
  const heap = new SimulatedHeap()
  rounds(heap, 8, () => heap.allocate('cache', 10).keepNewest('cache', 15))
  const { survival } = heap.tracker.generations()
  expect(survival).toMatchObject({ retentionRatio: 0, heldEpochsRatio: 0 })
  expect(survival.lateOverEarlyRatio).toBeUndefined()
})

test('of a warm-up all survives, but little is added late', () => {
  const heap = new SimulatedHeap()
  rounds(heap, 10, (round) => heap.allocate('templates', Math.floor(80 / 2 ** round)))
  const { survival } = heap.tracker.generations()
  expect(survival.retentionRatio).toBe(1)
  expect(survival.lateOverEarlyRatio).toBeLessThan(0.1)
})

test('requests that are in flight when a profile is taken don’t dilute a leak', () => {
  const heap = new SimulatedHeap()
  rounds(heap, 6, () => heap.allocate('handler', 100).keepNewest('handler', 50).allocate('leaky', 1))
  const { survival, epochs, sites } = heap.tracker.generations()
  expect(epochs[0]).toMatchObject({ bornBytes: 51_000, settledBytes: 1000, liveBytes: 1000 })
  expect(survival.retentionRatio).toBe(1)
  expect(sites[0]?.frame.functionName).toBe('leaky')
})

test('the share of each site is of what survives', () => {
  const heap = new SimulatedHeap()
  rounds(heap, 5, () =>
    heap.allocate('much', 3).allocate('little', 1).allocate('cache', 9).keepNewest('cache', 9),
  )
  const { sites } = heap.tracker.generations()
  const shares = sites.map(({ frame, shareRatio }) => [frame.functionName, shareRatio])
  expect(shares).toEqual([
    ['much', 0.75],
    ['little', 0.25],
    ['cache', 0],
  ])
  expect(heap.tracker.generations({ sites: 1 }).sites).toHaveLength(1)
})

test('sampling that began anew makes the tracker begin anew', () => {
  const heap = new SimulatedHeap()
  rounds(heap, 5, () => heap.allocate('cache', 20).keepNewest('cache', 30))
  heap.restartSampling().allocate('leaky', 40).profile()
  expect(heap.tracker.generations()).toMatchObject({ profiles: 1, restarts: 1, liveBytes: 40_000 })
  expect(heap.tracker.generations().epochs[0]?.from.atMs).toBe(50_000)
  rounds(heap, 2, () => heap.allocate('leaky', 10))
  expect(heap.tracker.generations().survival).toMatchObject({ settledBytes: 40_000, retentionRatio: 1 })
})

test('allocations of the inspector are not counted, nor what it calls', () => {
  const tracker = new GenerationTracker({ from: { atMs: 0 } })
  const built = new ProfileBuilder()
    .sample(['main /app.js:1', '#onMessage node:inspector:83', 'parse'], 500)
    .sample(['main /app.js:1'], 20)
  tracker.add(built.profile(), { atMs: 1 })
  expect(tracker.generations()).toMatchObject({ liveBytes: 20, sites: [{ frame: { functionName: 'main' } }] })
})

test('without counted requests growth is told by the second only', () => {
  const tracker = new GenerationTracker({ from: { atMs: 0 } })
  const built = new ProfileBuilder().sample(['leaky /app.js:1'], 500)
  for (const atMs of [1000, 2000, 3000]) tracker.add(built.profile(), { atMs })
  const { survival } = tracker.generations()
  expect(survival.bytesPerSecond).toBe(500)
  expect(survival).not.toHaveProperty('bytesPerRequest')
})

test('a profile that tells no ages is refused, and an option that is out of range', () => {
  const tracker = new GenerationTracker({ from: { atMs: 0 } })
  const { head } = new ProfileBuilder().raw()
  expect(() => tracker.add(readHeapProfile({ head }), { atMs: 1 })).toThrow(/tells no ages/)
  expect(() => new GenerationTracker({ from: { atMs: 0 }, maxEpochs: 3 })).toThrow(
    /`maxEpochs`.* from 4 .*got 3/,
  )
})

describe('bounds', () => {
  test('too many epochs become fewer and longer ones, and nothing of them is lost', () => {
    const heap = new SimulatedHeap({ maxEpochs: 6 })
    rounds(heap, 40, () => heap.allocate('leaky', 10).allocate('cache', 5).keepNewest('cache', 5))
    const { epochs, survival, liveBytes } = heap.tracker.generations()
    expect(epochs).toHaveLength(6)
    expect(liveBytes).toBe(405_000)
    expect(survival).toMatchObject({ survivingBytes: 380_000, retentionRatio: 1, bytesPerSecond: 1000 })
    expect(survival.lateOverEarlyRatio).toBeCloseTo(1)
    const lengths = epochs.slice(0, -2).map(({ from, to }) => to.atMs - from.atMs)
    expect(Math.max(...lengths) / Math.min(...lengths)).toBeLessThanOrEqual(2)
    expect(epochs.every(({ from }, index) => index === 0 || from.atMs === epochs[index - 1]?.to.atMs)).toBe(
      true,
    )
  })

  test('of too many sites those that hold most are followed', () => {
    const heap = new SimulatedHeap({ maxSites: 3 })
    rounds(heap, 5, (round) => {
      heap.allocate('leaky', 2)
      for (let index = 0; index < 20; index += 1) heap.allocate(`passing-${round}-${index}`, 1)
      for (let index = 0; index < 20; index += 1) heap.keepNewest(`passing-${round - 1}-${index}`, 0)
    })
    const { sites } = heap.tracker.generations()
    expect(sites).toHaveLength(3)
    expect(sites[0]).toMatchObject({ frame: { functionName: 'leaky' }, liveBytes: 10_000 })
  })

  test('whatever is allocated and let go: what survives was settled, and what settled was born', () => {
    const step = fc.record({
      name: fc.constantFrom('a', 'b', 'c'),
      count: fc.integer({ min: 0, max: 20 }),
      keep: fc.integer({ min: 0, max: 60 }),
    })
    fc.assert(
      fc.property(fc.array(fc.array(step, { maxLength: 4 }), { maxLength: 14 }), (profiles) => {
        const heap = new SimulatedHeap({ maxEpochs: 5, maxSites: 2 })
        for (const steps of profiles) {
          for (const { name, count, keep } of steps) heap.allocate(name, count).keepNewest(name, keep)
          heap.profile()
        }
        const { epochs, sites, survival, liveBytes } = heap.tracker.generations()
        expect(epochs.length).toBeLessThanOrEqual(5)
        expect(sites.length).toBeLessThanOrEqual(2)
        for (const [index, { bornBytes, settledBytes, liveBytes: live }] of epochs.entries()) {
          expect(bornBytes).toBeGreaterThanOrEqual(settledBytes)
          if (index < epochs.length - 1) expect(settledBytes).toBeGreaterThanOrEqual(live)
        }
        expect(epochs.reduce((sum, { liveBytes: live }) => sum + live, 0)).toBe(liveBytes)
        expect(survival.retentionRatio ?? 0).toBeLessThanOrEqual(1)
        for (const site of sites) {
          expect(site.epochBytes.reduce((sum, bytes) => sum + bytes, 0)).toBe(site.liveBytes)
          expect(site.survival.retentionRatio ?? 0).toBeLessThanOrEqual(1)
        }
      }),
    )
  })
})

test('a site may be called after whatever function a test accepts, and after the innermost in code where none is', () => {
  const tracker = new GenerationTracker({
    from: { atMs: 0 },
    by: ({ functionName }) => functionName === 'chosen',
  })
  const stacks = [
    ['chosen /app/a.js:1', 'clone /app/node_modules/clone/clone.js:9', 'concat node:buffer:3'],
    ['main /app/main.js:1', 'inner /app/inner.js:2', 'concat node:buffer:3'],
  ]
  for (let round = 1; round <= 5; round += 1) {
    const built = new ProfileBuilder()
    for (let ordinal = 1; ordinal <= 10 * round; ordinal += 1) {
      built.sample(stacks[ordinal % 2] as string[], SAMPLE_BYTES, { ordinal })
    }
    tracker.add(built.profile(), { atMs: round * 1000 })
  }
  const named = tracker.generations().sites.map(({ frame }) => frame.functionName)
  expect(named.sort()).toEqual(['chosen', 'inner'])
})

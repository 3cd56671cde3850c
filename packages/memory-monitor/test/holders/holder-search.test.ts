import type { SnapshotDiff } from '@plimsoll/heap'
import { type HolderDiff, HolderSearch } from '../../src/holders/holder-search.js'

const DIFF = { inSequence: true, clusters: [] } as unknown as SnapshotDiff

function search({ pauses = [100], diff = DIFF, fails = false, maxPauseMs = 1000, pausedMs = 80 } = {}) {
  const asked: string[] = []
  const made: HolderDiff = {
    start: async () => {
      asked.push('start')
      if (fails) throw new Error('no memory for it')
    },
    end: async ({ signal }) => {
      asked.push('end')
      signal.throwIfAborted()
      return diff
    },
    close: () => void asked.push('close'),
    pausedMs,
  }
  const left = [...pauses]
  const snapshotPauseMs = () => (left.length > 1 ? left.shift() : left[0]) as number
  return {
    asked,
    search: new HolderSearch(maxPauseMs, { heapDiff: () => made, snapshotPauseMs, isOurs: () => false }),
  }
}

test('looks at the heap when a leak is likely, once, and again when it is certain', async () => {
  const { asked, search: holders } = search()
  holders.begin(5000)
  holders.begin(6000)
  expect(holders.mayFind).toBe(true)
  expect(await holders.find()).toEqual({ holders: [], fromMs: 5000, pausedMs: 160 })
  expect(asked).toEqual(['start', 'end', 'close'])
})

test('never where the pause would be too long: the first leaves room for a heap that grows', async () => {
  const { asked, search: holders } = search({ pauses: [900] })
  holders.begin(0)
  expect(holders.mayFind).toBe(false)
  expect(await holders.find()).toEqual({ refusal: expect.stringContaining('900 ms') })
  expect(asked).toEqual([])
  const grown = search({ pauses: [700, 700, 1300] }).search
  grown.begin(0)
  expect(grown.mayFind).toBe(false)
})

test('a heap that takes V8 longer than others is known by the first snapshot', async () => {
  const { asked, search: holders } = search({ pauses: [200], pausedMs: 1200 })
  holders.begin(0)
  expect(await holders.find()).toEqual({ refusal: expect.stringContaining('1200 ms') })
  expect(asked).toEqual(['start'])
})

test('says why it found nothing', async () => {
  const off = search({ maxPauseMs: 0 }).search
  off.begin(0)
  expect(await off.find()).toEqual({ refusal: 'retainerPaths is false' })
  const poor = search({ fails: true }).search
  poor.begin(0)
  expect(await poor.find()).toEqual({ refusal: 'no memory for it' })
  const disturbed = search({ diff: { ...DIFF, inSequence: false } }).search
  disturbed.begin(0)
  expect(await disturbed.find()).toEqual({ refusal: expect.stringContaining('somebody else') })
  expect(await search().search.find()).toEqual({ refusal: expect.stringContaining('before it was certain') })
})

test('closed, it gives up', async () => {
  const { search: holders } = search()
  holders.begin(0)
  holders.close()
  expect(await holders.find()).toEqual({ refusal: expect.stringContaining('stopped') })
})

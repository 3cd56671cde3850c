import { growth, SnapshotError, summarizeBaseline } from '../../src/index.js'
import { SnapshotBuilder } from '../support/snapshot-builder.js'
import { MadeHeap, streamOf } from './made-heap.js'

/** Three snapshots of a heap in which one array grows each time, another once. */
function threeSnapshots(): Buffer[] {
  const heap = new MadeHeap()
  const leaks = heap.variable('leaks', 'Array')
  const cache = heap.variable('cache', 'Array')
  const made = [heap.bytes()]
  for (const [leaked, cached] of [
    [10, 50],
    [20, 0],
  ] as const) {
    for (let at = 0; at < leaked; at++) heap.element(leaks, at, heap.object('Leaky', 24))
    for (let at = 0; at < cached; at++) heap.element(cache, at, heap.object('Cached', 24))
    made.push(heap.bytes())
  }
  return made
}

describe('growth', () => {
  test('names what grew each time, and nothing that grew once', async () => {
    const told = await growth(threeSnapshots().map(streamOf), { clusters: true })
    expect(told.snapshots.map(({ nodes }) => nodes)).toEqual([8, 68, 88])
    expect(told.inSequence).toBe(true)
    expect(told.classes).toEqual([{ name: 'Leaky', counts: [0, 10, 30], bytes: [0, 240, 720] }])
    expect(told.clusters).toMatchObject([
      { count: 30, added: [10, 20], name: 'Leaky', growthPoint: { path: 'leaks[]' } },
    ])
    expect(JSON.parse(JSON.stringify(told))).toEqual(told)
  })

  test('takes baselines for all but the last', async () => {
    const [first, second, third] = threeSnapshots() as [Buffer, Buffer, Buffer]
    const baselines = [await summarizeBaseline(streamOf(first)), await summarizeBaseline(streamOf(second))]
    const told = await growth([...baselines, streamOf(third)], { clusters: true })
    expect(told).toEqual(await growth([first, second, third].map(streamOf), { clusters: true }))
    await expect(growth([streamOf(first), baselines[1] as (typeof baselines)[0]])).rejects.toBeInstanceOf(
      SnapshotError,
    )
  })

  test('without clusters tells classes alone', async () => {
    expect(await growth(threeSnapshots().map(streamOf))).not.toHaveProperty('clusters')
  })

  test('says when snapshots are not in the order in which they were taken', async () => {
    const turnover = (...ranges: readonly (readonly [from: number, count: number])[]): Buffer => {
      const builder = new SnapshotBuilder()
      builder.node('synthetic', '', { id: 1 })
      for (const [from, count] of ranges) {
        for (let at = 0; at < count; at++) builder.node('object', 'Thing', { id: from + at * 2 })
      }
      return builder.bytes('node24')
    }
    const first = turnover([3, 100])
    const second = turnover([3, 80], [1001, 50])
    const third = turnover([3, 80], [1001, 20], [2001, 50])
    const inSequence = async (...snapshots: Buffer[]): Promise<boolean> =>
      (await growth(snapshots.map(streamOf))).inSequence
    expect(await inSequence(first, second, third)).toBe(true)
    expect(await inSequence(second, first, third)).toBe(false)
    expect(await inSequence(first, third, second)).toBe(false)
  })

  test('of one snapshot is refused', async () => {
    await expect(growth([streamOf(threeSnapshots()[0] as Buffer)])).rejects.toThrow('Expected 2 to 255')
  })
})

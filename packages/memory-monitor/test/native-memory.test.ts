import { sampleOf } from '@plimsoll/core/testing'
import { residentHeapBytes } from '../src/platform/resident-heap.js'
import { NativeMemory } from '../src/watch/native-memory.js'

const MIB = 1_048_576
const STRETCH_MS = 1000

interface Moment {
  readonly rss: number
  readonly heap?: number
  readonly external?: number
}

/** The marks after each stretch, in MiB, of a process that is as told in each. */
function marks(moments: readonly Moment[]): number[] {
  const native = new NativeMemory(STRETCH_MS)
  const seen: number[] = []
  let atMs = 0
  for (const { rss, heap = 20, external = 0 } of moments) {
    const bytes = { rssBytes: rss * MIB, heapTotalBytes: heap * MIB, externalBytes: external * MIB }
    for (const offset of [0, 400, 800]) native.note(sampleOf({ atMs: atMs + offset, ...bytes }))
    atMs += STRETCH_MS
    if (native.bytes !== undefined) seen.push(Math.round(native.bytes / MIB))
  }
  return seen
}

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i))

test('what leaks passes every mark', () => {
  expect(marks(times(6, (index) => ({ rss: 60 + 10 * index })))).toEqual([40, 50, 60, 70, 80])
})

test('pages that V8 has reserved, and that become resident later, are none', () => {
  expect(marks([{ rss: 60, heap: 20 }, ...times(5, (index) => ({ rss: 60 + 4 * index, heap: 44 }))])).toEqual(
    [40, 40, 40, 40, 40],
  )
})

test('buffers that are dropped and whose pages the allocator keeps are none, however often', () => {
  const tooth = [0, 8, 16, 24].map((external) => ({ rss: 90, external }))
  const filling = [
    { rss: 66, external: 0 },
    { rss: 74, external: 8 },
    { rss: 82, external: 16 },
    { rss: 90, external: 24 },
  ]
  expect(new Set(marks([...filling, ...tooth, ...tooth, ...tooth.reverse(), ...tooth]))).toEqual(
    new Set([46]),
  )
})

test('what leaks counts from when the process grows by it: not while the heap gives as much back, nor later', () => {
  const leak = times(8, (index) => ({
    rss: Math.max(100, 80 + 5 * index),
    heap: 60 - 5 * Math.min(4, index),
  }))
  const heap = times(5, (index) => ({ rss: 115 + 10 * index, heap: 40 + 10 * index }))
  const seen = marks([...leak, ...heap])
  expect([seen[0], seen[4], seen.at(-1)]).toEqual([40, 40, 55])
})

test('what the start took for a moment hides a leak for some stretches only', () => {
  const start = [{ rss: 400, heap: 360 }]
  const leak = times(40, (index) => ({ rss: 60 + 2 * index }))
  const seen = marks([...start, ...leak])
  expect(seen[15]).toBe(40)
  expect((seen.at(-1) as number) - 40).toBeGreaterThan(40)
})

test('pages are told as V8 writes to them: those that it has reserved already are no rise', () => {
  const native = new NativeMemory(STRETCH_MS)
  for (let second = 0; second < 20; second += 1) {
    const written = (20 + second) * MIB
    const bytes = { rssBytes: written + 40 * MIB, heapTotalBytes: 44 * MIB, externalBytes: 0 }
    for (const offset of [0, 400, 800])
      native.note(sampleOf({ atMs: second * STRETCH_MS + offset, ...bytes }), written)
  }
  expect(native.bytes).toBe(40 * MIB)
})

test('V8 tells how much of its heap has been written to', () => {
  const { heapTotal } = process.memoryUsage()
  expect(residentHeapBytes()).toBeGreaterThan(heapTotal / 4)
  expect(residentHeapBytes()).toBeLessThan(2 * heapTotal)
})

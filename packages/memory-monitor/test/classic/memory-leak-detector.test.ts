import { createFakeClock } from '@plimsoll/core/testing'
import type { SnapshotDiff } from '@plimsoll/heap'
import type { MemoryLeakDetectorOptions } from '../../src/classic/detector-options.js'
import { type DetectedLeak, MemoryLeakDetector } from '../../src/classic/memory-leak-detector.js'

const MEGABYTE = 1_048_576
const DIFF = { inSequence: true } as SnapshotDiff

function detect(
  liveMegabytes: (look: number) => number,
  options?: MemoryLeakDetectorOptions,
  refused?: Error,
) {
  const clock = createFakeClock()
  const leaks: DetectedLeak[] = []
  let looks = 0
  let diffs = 0
  const detector = new MemoryLeakDetector(options, {
    clock,
    liveHeapBytes: () => liveMegabytes(looks++) * MEGABYTE,
    heapDiff: () => {
      diffs += 1
      return {
        start: async () => (refused ? Promise.reject(refused) : { nodes: 1, bytes: 1 }),
        end: async () => DIFF,
        close: () => {},
      }
    },
  })
  detector.on('leak', (leak) => leaks.push(leak))
  detector.start()
  clock.advance(0)
  const pass = async (minutes: number) => {
    for (let minute = 0; minute < minutes; minute += 1) {
      // What a look awaits settles between two turns.
      await new Promise(setImmediate)
      clock.advance(60_000)
      await new Promise(setImmediate)
    }
  }
  return { clock, detector, leaks, pass, looks: () => looks, diffs: () => diffs }
}

test('a heap that grows at every look is a leak: so many megabytes, and what they are', async () => {
  const { leaks, pass } = detect((look) => 50 + 3 * look)
  await pass(8)
  expect(leaks).toHaveLength(1)
  expect(leaks[0]?.increase).toBeCloseTo(15, 0)
  expect(leaks[0]?.details).toBe(DIFF)
})

test('F12: a warm-up, a saw-tooth and growth below the threshold are none', async () => {
  const warmUp = detect((look) => 50 + 30 * (1 - 0.5 ** look))
  const sawTooth = detect((look) => 50 + 8 * (look % 4))
  const slow = detect((look) => 50 + 0.5 * look)
  for (const each of [warmUp, sawTooth, slow]) {
    await each.pass(40)
    expect(each.leaks).toEqual([])
  }
  expect(slow.diffs()).toBe(0)
})

test('where a heap diff is refused, the leak is told all the same, with the reason', async () => {
  const { leaks, pass } = detect((look) => 50 + 3 * look, {}, new Error('the container has 3 MB'))
  await pass(8)
  expect(leaks[0]?.details).toEqual({ reason: 'the container has 3 MB' })
})

test('few records must rise each; the threshold can be bytes', async () => {
  const rising = detect((look) => 50 + 2 * look, { maxRecords: 3, threshold: 4 * MEGABYTE, heapDiff: false })
  await rising.pass(3)
  expect(rising.leaks).toEqual([{ increase: 4, details: { reason: 'heap diffs are turned off' } }])
})

test('stopped, it has no timer and has forgotten what it saw', async () => {
  const { clock, detector, leaks, looks, pass } = detect((look) => 50 + 3 * look)
  await pass(4)
  detector.stop()
  expect(clock.pending).toBe(0)
  const before = looks()
  await pass(10)
  expect(looks()).toBe(before)
  detector.start()
  detector.start()
  expect(clock.pending).toBe(1)
  await pass(4)
  expect(leaks).toEqual([])
})

test.each([
  [{ threshold: Number.NaN }, 'ERR_PLIMSOLL_OPTION_RANGE'],
  [{ interval: 0 }, 'ERR_PLIMSOLL_OPTION_RANGE'],
  [{ treshold: 10 }, 'ERR_PLIMSOLL_OPTION_UNKNOWN'],
])('F34: %j is refused', (options, code) => {
  expect(() => new MemoryLeakDetector(options as MemoryLeakDetectorOptions)).toThrow(
    expect.objectContaining({ code }),
  )
})

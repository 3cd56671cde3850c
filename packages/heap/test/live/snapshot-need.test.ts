import { checkMemory } from '../../src/live/check-memory.js'
import { snapshotNeed } from '../../src/live/snapshot-need.js'

const MB = 1_000_000

test('small objects take several times what they are, long arrays even more', () => {
  const small = snapshotNeed({ usedBytes: 100 * MB, largeObjectBytes: 0 })
  expect(small).toBe(1600 * MB)
  expect(snapshotNeed({ usedBytes: 100 * MB, largeObjectBytes: 50 * MB })).toBeGreaterThan(small)
})

test('what the last snapshot came to tells more than the size', () => {
  const last = { figures: { usedBytes: 100 * MB, largeObjectBytes: 90 * MB }, peakBytes: 200 * MB }
  expect(snapshotNeed({ usedBytes: 100 * MB, largeObjectBytes: 90 * MB }, last)).toBe(250 * MB)
  expect(snapshotNeed({ usedBytes: 200 * MB, largeObjectBytes: 90 * MB }, last)).toBe(500 * MB)
  // A heap that has shrunk may hold the same objects without the large ones.
  expect(snapshotNeed({ usedBytes: 10 * MB, largeObjectBytes: 0 }, last)).toBe(250 * MB)
})

test('F51: a snapshot for which there is no memory is refused with the figures', () => {
  const left = { availableBytes: 300 * MB, limitedBy: 'container' } as const
  expect(() => checkMemory(300 * MB, left)).not.toThrow()
  expect(() => checkMemory(1600 * MB, left)).toThrow(
    expect.objectContaining({
      code: 'ERR_PLIMSOLL_SNAPSHOT_MEMORY',
      neededBytes: 1600 * MB,
      availableBytes: 300 * MB,
      message: expect.stringMatching(/1,600 MB .* the container has 300 MB/),
    }),
  )
})

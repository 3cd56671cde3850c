import { checkMemory } from '../../src/live/check-memory.js'
import { SnapshotNeed } from '../../src/live/snapshot-need.js'

const MB = 1_000_000

test('small objects take several times what they are, long arrays even more', () => {
  const need = new SnapshotNeed()
  const small = need.estimate({ usedBytes: 100 * MB, largeObjectBytes: 0 }, 150 * MB)
  expect(small).toBe(1800 * MB)
  expect(need.estimate({ usedBytes: 100 * MB, largeObjectBytes: 50 * MB }, 150 * MB)).toBeGreaterThan(small)
})

describe('after a snapshot that took 400 MB, of which the allocator keeps 300 MB', () => {
  const figures = { usedBytes: 100 * MB, largeObjectBytes: 90 * MB }
  const learned = () => {
    const need = new SnapshotNeed()
    need.learn(figures, { beforeBytes: 150 * MB, peakBytes: 550 * MB, afterBytes: 450 * MB })
    return need
  }

  test('the next takes as much, with a margin, and has that much less to ask for', () => {
    expect(learned().estimate(figures, 450 * MB)).toBe(200 * MB)
    expect(learned().estimate({ ...figures, usedBytes: 200 * MB }, 500 * MB)).toBe(700 * MB)
    // A heap that has shrunk may have the same objects without the large ones.
    expect(learned().estimate({ usedBytes: 10 * MB, largeObjectBytes: 0 }, 450 * MB)).toBe(200 * MB)
  })

  test('what the allocator has given back since has to be had again', () => {
    expect(learned().estimate(figures, 250 * MB)).toBe(400 * MB)
    expect(learned().estimate(figures, 100 * MB)).toBe(500 * MB)
  })

  test('one that found its memory in the allocator has not cost less', () => {
    const need = learned()
    need.learn(figures, { beforeBytes: 450 * MB, peakBytes: 560 * MB, afterBytes: 250 * MB })
    // 410 MB over what the process had at first, of which 100 MB are kept now.
    expect(need.estimate(figures, 250 * MB)).toBe(412.5 * MB)
  })
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

import fc from 'fast-check'
import { LevelLatch } from '../src/level-latch.js'

const SECOND = 1000
const MINUTE = 60 * SECOND

const latchAt = (nowMs = 0) =>
  new LevelLatch({ enter: [0.8, 0.92], exitGapRatio: 0.05, minDwellMs: 30 * SECOND }, nowMs)

describe('LevelLatch', () => {
  test('rises at once, over two levels if it must', () => {
    const latch = latchAt()
    expect(latch.update(0.79, 0)).toBe(0)
    expect(latch.update(0.8, 10)).toBe(1)
    expect(latch.update(0.5, 20)).toBe(1)
    expect(latch.update(0.99, 30)).toBe(2)
    expect(latch.sinceMs).toBe(30)
  })

  test('keeps its level inside the hysteresis band, however long', () => {
    const latch = latchAt()
    latch.update(0.81, 0)
    for (let nowMs = 0; nowMs < 10 * MINUTE; nowMs += SECOND) expect(latch.update(0.76, nowMs)).toBe(1)
  })

  test('falls after one quiet second below the exit, not before', () => {
    const latch = latchAt()
    latch.update(0.85, 0)
    expect(latch.update(0.7, 2 * SECOND)).toBe(1)
    expect(latch.update(0.7, 2 * SECOND + 999)).toBe(1)
    expect(latch.update(0.7, 3 * SECOND)).toBe(0)
  })

  test('a ratio back in the band starts the quiet second anew', () => {
    const latch = latchAt()
    latch.update(0.85, 0)
    latch.update(0.7, SECOND)
    latch.update(0.76, 1500)
    expect(latch.update(0.7, 2 * SECOND)).toBe(1)
    expect(latch.update(0.7, 3 * SECOND)).toBe(0)
  })

  test('after the dwell the first ratio below the exit is enough', () => {
    const latch = latchAt()
    latch.update(0.85, 0)
    expect(latch.update(0.7, 31 * SECOND)).toBe(0)
  })

  test('falls from critical to elevated while the ratio is between the two exits', () => {
    const latch = latchAt()
    latch.update(0.95, 0)
    expect(latch.update(0.84, 31 * SECOND)).toBe(1)
  })

  test('F40: a ratio that jumps about the threshold for ten minutes changes the level twice a minute', () => {
    const latch = latchAt()
    const changesIn = new Array<number>(10).fill(0)
    let before = latch.level
    for (let nowMs = 0; nowMs < 10 * MINUTE; nowMs += 50) {
      const calm = Math.floor(nowMs / (2 * SECOND)) % 2 === 0
      const level = latch.update(calm ? 0.7 : 0.93, nowMs)
      if (level !== before) changesIn[Math.floor(nowMs / MINUTE)]! += 1
      before = level
    }
    const [first, ...later] = changesIn
    // The first rise is no flapping yet: until then nothing has fallen.
    expect(first).toBeLessThanOrEqual(3)
    for (const changes of later) expect(changes).toBeLessThanOrEqual(2)
    // It is no latch for ever either: what calms down is let go.
    expect(later.reduce((sum, changes) => sum + changes, 0)).toBeGreaterThan(9)
  })

  test('F40: whatever the ratio does, the level falls once a minute at most after it has risen again', () => {
    const walk = fc.array(fc.double({ min: 0, max: 1.2, noNaN: true }), { minLength: 50, maxLength: 400 })
    fc.assert(
      fc.property(walk, fc.integer({ min: 10, max: 5000 }), (ratios, stepMs) => {
        const latch = latchAt()
        const falls: number[] = []
        let rises = 0
        ratios.forEach((ratio, index) => {
          const before = latch.level
          const nowMs = index * stepMs
          const level = latch.update(ratio, nowMs)
          if (level > before) rises += 1
          if (level >= before) return
          // Every rise since the last fall is paid with half a minute, and the fall itself as well.
          const lastFallMs = falls.at(-1)
          if (lastFallMs !== undefined)
            expect(nowMs - lastFallMs).toBeGreaterThanOrEqual(30_000 * (rises + 1))
          falls.push(nowMs)
          rises = 0
        })
      }),
    )
  })

  test('F06: a ratio that is no number raises nothing', () => {
    const latch = latchAt()
    expect(latch.update(Number.NaN, 0)).toBe(0)
    expect(latch.update(Number.NaN, MINUTE)).toBe(0)
  })
})

import { verdicts } from '../../src/confirm/verdict.js'
import { kept } from '../support/kept.js'

const EVEN = new Array<number>(10).fill(10_000)
const HELD = kept({ epochBytes: EVEN })
/** 100 bytes a request are held: 8 kB a look. */
const OPTIONS = { kinds: ['heap'], minGrowthBytes: 5_000, trendMs: 25_000 } as const

/** A heap, look by look, six seconds and eighty requests apart. */
const looks = (...heap: readonly number[]) =>
  heap.map((value, look) => ({ atMs: 6000 * look, requests: 80 * look, quantities: { heap: 1000 * value } }))

const found = (points: ReturnType<typeof looks>, generations = HELD) =>
  verdicts({ points, generations }, OPTIONS).length > 0

describe('F13: few points, where collections take long', () => {
  test('are enough beside places that surely hold what the heap has grown by at each of them', () => {
    expect(found(looks(100, 108, 117, 124, 133))).toBe(true)
    expect(found(looks(100, 108, 106, 124, 133))).toBe(false)
    const points = looks(100, 108, 117, 124, 133)
    expect(verdicts({ points, generations: undefined }, OPTIONS)).toEqual([])
  })

  test('are not where the places keep less and less, or more than the heap grows by', () => {
    expect(found(looks(100, 108, 117, 124, 133), kept({ epochBytes: EVEN, lateOverEarly: 0.75 }))).toBe(false)
    expect(found(looks(100, 102, 103, 105, 107))).toBe(false)
    expect(found(looks(100, 112, 120, 121, 122))).toBe(false)
  })

  test('count from where V8 let go of what only the start needed', () => {
    expect(found(looks(100, 110, 118, 90, 98, 107, 115, 123))).toBe(true)
    expect(found(looks(100, 110, 118, 126, 134, 90, 98))).toBe(false)
  })
})

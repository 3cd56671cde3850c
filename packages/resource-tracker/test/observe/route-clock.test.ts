import { RouteClock, RouteClocks } from '../../src/observe/route-clock.js'

const GRACE_MS = 1000

describe('the clock of a route', () => {
  test('tells how many requests had ended at a time, as of the first mark after it', () => {
    const clock = new RouteClock('/a')
    for (let nowMs = 0; nowMs <= 5000; nowMs += 500) {
      clock.ended += 10
      clock.mark(nowMs, GRACE_MS, 0)
    }
    clock.ended += 10
    expect(clock.endedBy(-1, 1)).toBe(10)
    expect(clock.endedBy(0, 1)).toBe(20)
    expect(clock.endedBy(1499, 1)).toBe(40)
    expect(clock.endedBy(9000, 1)).toBe(120)
  })

  test('knows which ended before a collection', () => {
    const clock = new RouteClock('/a')
    for (const [index, collections] of [0, 0, 1, 2].entries()) {
      clock.ended += 1
      clock.mark(index * 500, GRACE_MS, collections)
    }
    expect(clock.endedBy(9000, 1)).toBe(3)
    expect(clock.endedBy(9000, 2)).toBe(4)
    expect(clock.endedBy(9000, Number.POSITIVE_INFINITY)).toBe(4)
  })

  test('keeps a bounded number of marks, however often it is looked at', () => {
    const clock = new RouteClock('/a')
    for (let nowMs = 0; nowMs < 100_000; nowMs += 1) {
      clock.ended += 1
      clock.mark(nowMs, GRACE_MS, 0)
    }
    expect(clock.endedBy(99_000, 1)).toBeLessThan(99_300)
    // What is no longer remembered is taken for later than it was.
    expect(clock.endedBy(1000, 1)).toBeGreaterThan(90_000)
  })

  test('routes beyond a thousand share one clock', () => {
    const clocks = new RouteClocks()
    for (let index = 0; index < 1000; index += 1) clocks.of(`/${index}`)
    expect(clocks.of('/1').route).toBe('/1')
    expect(clocks.of('/new')).toBe(clocks.of(undefined))
    expect(clocks.of('/new').route).toBe('unmatched')
  })
})

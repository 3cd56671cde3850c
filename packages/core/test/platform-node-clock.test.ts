import { nodeClock } from '../src/platform/node-clock.js'

describe('nodeClock', () => {
  test('is monotonic time: the wall clock may jump', () => {
    jest.spyOn(Date, 'now').mockReturnValue(0)
    const before = nodeClock.now()
    expect(nodeClock.now()).toBeGreaterThanOrEqual(before)
    expect(Math.abs(before - performance.now())).toBeLessThan(1000)
  })

  test('calls back once, unless it was closed', () => {
    jest.useFakeTimers()
    const kept = jest.fn()
    const closed = jest.fn()
    nodeClock.schedule(kept, 50)
    nodeClock.schedule(closed, 50).close()
    jest.advanceTimersByTime(500)
    jest.useRealTimers()
    expect(kept).toHaveBeenCalledTimes(1)
    expect(closed).not.toHaveBeenCalled()
  })

  test('a delay that no timer can wait for is the longest one, not none', () => {
    jest.useFakeTimers()
    const called = jest.fn()
    const handle = nodeClock.schedule(called, 15 * (2 ** 31 - 1))
    jest.advanceTimersByTime(60_000)
    handle.close()
    jest.useRealTimers()
    expect(called).not.toHaveBeenCalled()
    const timers = jest.spyOn(globalThis, 'setTimeout')
    nodeClock.schedule(() => {}, 2 ** 40).close()
    expect(timers.mock.calls.map(([, delayMs]) => delayMs)).toEqual([2 ** 31 - 1])
  })

  test('its timers do not keep the process alive', () => {
    const timers = jest.spyOn(globalThis, 'setTimeout')
    const handle = nodeClock.schedule(() => {}, 60_000)
    expect(timers.mock.results.map(({ value }) => value.hasRef())).toEqual([false])
    handle.close()
  })
})

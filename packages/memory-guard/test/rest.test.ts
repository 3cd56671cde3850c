import { restMs } from '../src/fitting/rest.js'

describe('how long collections on demand rest', () => {
  const share = (pauseMs: number, saturated: boolean): number =>
    pauseMs / (pauseMs + restMs(pauseMs, saturated))

  test('a fifth of the time at most goes into them where the loop has no time to spare', () => {
    for (const pauseMs of [1, 20, 40, 150, 1000]) expect(share(pauseMs, true)).toBeLessThanOrEqual(0.2)
    expect(restMs(1, true)).toBe(100)
  })

  test('where it has, short ones take up to half of it and long ones a fifth', () => {
    for (let pauseMs = 1; pauseMs <= 40; pauseMs += 1)
      expect(share(pauseMs, false)).toBeLessThanOrEqual(1 / 2)
    expect(share(40, false)).toBeCloseTo(1 / 2)
    expect(share(80, false)).toBeCloseTo(1 / 3)
    for (const pauseMs of [160, 500, 5000]) expect(share(pauseMs, false)).toBeCloseTo(1 / 5)
  })

  test('who comes in during one waits for 20 ms on average at most, over all the time, up to maxPauseMs', () => {
    for (let pauseMs = 1; pauseMs <= 150; pauseMs += 1) {
      const meanWaitMs = (share(pauseMs, false) * pauseMs) / 2
      expect(meanWaitMs).toBeLessThan(20)
    }
  })

  test('the shortest leave the loop a moment', () => {
    expect(restMs(1, false)).toBe(20)
  })
})

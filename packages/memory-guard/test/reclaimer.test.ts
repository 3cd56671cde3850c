import { createFakeGc } from '@plimsoll/core/testing'
import { Reclaimer } from '../src/fitting/reclaimer.js'
import { MIB } from './simulated-process.js'

describe('collections on demand', () => {
  test('where the last ones were useless the next one waits, unless enough has ended meanwhile', () => {
    const reclaimer = new Reclaimer(createFakeGc({ pauseMs: 1 }), { maxPauseMs: 150 })
    const need = { liveBytes: MIB, idle: false, fresh: false }
    for (const nowMs of [0, 1000, 2000]) {
      expect(reclaimer.tryCollect({ ...need, nowMs })).toBe(true)
      reclaimer.judge(false, nowMs)
    }
    expect(reclaimer.tryCollect({ ...need, nowMs: 2300 })).toBe(false)
    expect(reclaimer.tryCollect({ ...need, nowMs: 2300, fresh: true })).toBe(true)
    expect(reclaimer.counts).toMatchObject({ useless: 3, 'too-soon': 1 })
  })

  test('one pause that somebody else made long does not end collecting, several do for a while', () => {
    const gc = createFakeGc({ pauseMs: 40 })
    const reclaimer = new Reclaimer(gc, { maxPauseMs: 150 })
    const need = { liveBytes: 100 * MIB, idle: false, fresh: true }
    let nowMs = 0
    const collects = (pauseMs: number, afterMs = 1000): boolean => {
      nowMs += afterMs
      gc.set({ pauseMs })
      const collected = reclaimer.tryCollect({ ...need, nowMs })
      if (collected) reclaimer.left(need.liveBytes)
      return collected
    }
    expect([collects(40), collects(400), collects(40, 2000), collects(400), collects(400, 2000)]).toEqual(
      new Array(5).fill(true),
    )
    for (let slow = 0; slow < 4; slow += 1) collects(400, 2000)
    expect(collects(400, 2000)).toBe(false)
    expect(collects(40, 60_000)).toBe(true)
  })

  test('giving back is expected to take twice as long as collecting took, until it was done once', () => {
    const gc = createFakeGc({ pauseMs: 30 })
    const liveBytes = 260e6
    const reclaimer = new Reclaimer(gc, { maxPauseMs: 150 })
    expect(reclaimer.tryRelease(liveBytes, 0)).toBe(false)
    reclaimer.tryCollect({ liveBytes, idle: false, fresh: true, nowMs: 0 })
    reclaimer.left(liveBytes)
    expect(reclaimer.tryRelease(liveBytes, 1000)).toBe(true)
    expect(gc.releases).toBe(1)
  })
})

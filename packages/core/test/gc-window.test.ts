import type { GcEvent } from '../src/gc-source.js'
import { GcWindow } from '../src/gc-window.js'

const gc = (startMs: number, durationMs: number, more: Partial<GcEvent> = {}): GcEvent => ({
  kind: 'major',
  startMs,
  durationMs,
  forced: false,
  ...more,
})

describe('GcWindow', () => {
  test('is the share of the last five seconds', () => {
    const window = new GcWindow(0)
    window.add(gc(6000, 500))
    window.add(gc(8000, 1000, { kind: 'minor' }))
    expect(window.ratio(10_000)).toBe(0.3)
    expect(window.ratio(14_000)).toBe(0)
  })

  test('says nothing in the first second: one pause would be most of it', () => {
    const window = new GcWindow(0)
    window.add(gc(10, 300))
    expect(window.ratio(500)).toBe(0)
    expect(window.ratio(1500)).toBe(0.2)
  })

  test('collections that somebody asked for are counted but do not press', () => {
    const window = new GcWindow(0)
    window.add(gc(6000, 2000, { forced: true }))
    expect(window.ratio(10_000)).toBe(0)
    expect(window.totals.major).toEqual({ count: 1, seconds: 2 })
  })

  test('F10: a storm of collections reads as such, and never as more than all of the time', () => {
    const window = new GcWindow(0)
    for (let startMs = 5000; startMs < 10_000; startMs += 100) window.add(gc(startMs, 90))
    expect(window.ratio(10_000)).toBeCloseTo(0.9)
    window.add(gc(0, 60_000))
    expect(window.ratio(60_000)).toBe(1)
  })

  test('F07: after a suspension it starts anew', () => {
    const window = new GcWindow(0)
    window.add(gc(3000, 2000))
    window.reset(5000)
    expect(window.ratio(7000)).toBe(0)
  })

  test('totals are told by kind and survive the window', () => {
    const window = new GcWindow(0)
    window.add(gc(0, 100, { kind: 'minor' }))
    window.add(gc(100, 100, { kind: 'minor' }))
    window.add(gc(200, 50, { kind: 'incremental' }))
    expect(window.ratio(60_000)).toBe(0)
    expect(window.totals.minor.count).toBe(2)
    expect(window.totals.minor.seconds).toBeCloseTo(0.2)
    expect(window.totals.incremental.count).toBe(1)
  })
})

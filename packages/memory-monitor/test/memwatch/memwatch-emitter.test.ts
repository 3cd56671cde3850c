import { closeable, type GcEvent, type Sampler } from '@plimsoll/core'
import type { MemoryMonitor } from '../../src/memory-monitor.js'
import { MemwatchEmitter } from '../../src/memwatch/memwatch-emitter.js'
import { quietTimes } from '../../src/memwatch/quiet-times.js'

function watched() {
  const running = { sampler: 0, monitor: 0 }
  let collected: (event: GcEvent) => void = () => {}
  const told = new Map<string, (value: unknown) => void>()
  let now = new Date('2020-01-01T00:00:00Z')
  const sampler: Partial<Sampler> = {
    start: () => {
      running.sampler += 1
      return closeable(() => {
        running.sampler -= 1
      })
    },
    onGc: (listener) => {
      collected = listener
      return closeable(() => {})
    },
  }
  const monitor = {
    on: (event: string, listener: (value: unknown) => void) => told.set(event, listener),
    start() {
      running.monitor += 1
    },
    stop() {
      running.monitor -= 1
    },
  }
  const memwatch = new MemwatchEmitter({
    sampler: () => sampler as Sampler,
    monitor: () => monitor as unknown as MemoryMonitor,
    today: () => now,
  })
  return {
    memwatch,
    running,
    tell: (event: 'suspicion' | 'leak', value: unknown) => told.get(event)?.(value),
    at(time: string) {
      now = new Date(time)
    },
    collect: (startMs: number) =>
      collected({ kind: 'major', startMs, durationMs: 1, forced: false, heapUsedBytes: 5_000_000 }),
  }
}

test('it watches while somebody listens, whichever way he comes and goes', () => {
  const { memwatch, running } = watched()
  const listener = () => {}
  expect(running).toEqual({ sampler: 0, monitor: 0 })
  memwatch.on('stats', listener).once('leak', listener)
  memwatch.addListener('stats', listener)
  expect(running).toEqual({ sampler: 1, monitor: 1 })
  memwatch.off('stats', listener)
  expect(running.sampler).toBe(1)
  memwatch.removeAllListeners()
  expect(running).toEqual({ sampler: 0, monitor: 0 })
  memwatch.on('leak', listener)
  expect(running.monitor).toBe(1)
  memwatch.removeAllListeners('leak')
  expect(running.monitor).toBe(0)
})

test('a confirmed leak is told with the time of its suspicion', () => {
  const { memwatch, at, tell } = watched()
  const leaks: unknown[] = []
  memwatch.on('leak', (info) => leaks.push(info))
  at('2020-01-01T00:10:00Z')
  tell('suspicion', {})
  at('2020-01-01T00:20:00Z')
  const growth = { perSecond: 10_000, total: 6_000_000, unit: 'bytes' }
  tell('leak', { kind: 'heap', growth, evidence: { points: 9 }, message: 'Who.' })
  expect(leaks).toEqual([
    {
      start: new Date('2020-01-01T00:10:00Z'),
      end: new Date('2020-01-01T00:20:00Z'),
      growth: 6_000_000,
      reason: 'heap growth over 9 consecutive GCs (10m 0s) - 34.33 mb/hr. Who.',
    },
  ])
})

test('the collections of a heap diff are not told', () => {
  const { memwatch, collect } = watched()
  const counts: number[] = []
  memwatch.on('stats', ({ num_full_gc }) => counts.push(num_full_gc))
  quietTimes.add(100, 200)
  for (const startMs of [50, 150, 250]) collect(startMs)
  expect(counts).toEqual([1, 2])
})

import { createSampler } from '../src/create-sampler.js'
import { internalErrors } from '../src/internal-errors.js'
import type { SamplerOptions } from '../src/sampler-options.js'
import {
  createFakeClock,
  createFakeGc,
  createFakeProbe,
  createScriptedReadings,
} from '../src/testing/index.js'

const MIB = 2 ** 20

/** A sampler over a scripted process in a container of 100 MiB that is half full and neither idle nor busy. */
function scripted(options: SamplerOptions = {}) {
  const clock = createFakeClock()
  const gc = createFakeGc()
  const errors: unknown[] = []
  const memory = createScriptedReadings({
    containerUsedBytes: 50 * MIB,
    containerLimitBytes: 100 * MIB,
    heapUsedBytes: 10 * MIB,
    heapLimitBytes: 100 * MIB,
    eventLoopUtilizationRatio: 0.3,
  })
  const sampler = createSampler(options, {
    clock,
    gc,
    readings: [memory],
    probe: createFakeProbe(),
    onError: (error) => errors.push(error),
  })
  return { clock, gc, memory, sampler, errors }
}

describe('sampler', () => {
  test('starts nothing when it is made, and takes a sample when it is first asked for one', () => {
    const { clock, gc, memory, sampler } = scripted()
    expect([clock.pending, gc.listeners, memory.reads]).toEqual([0, 0, 0])
    expect(sampler.latest.containerUsedBytes).toBe(50 * MIB)
    expect(sampler.latest).toBe(sampler.latest)
    expect(memory.reads).toBe(1)
    expect(Object.isFrozen(sampler.latest)).toBe(true)
  })

  test('ticks once an interval while somebody uses it; the last user to leave stops it', () => {
    const { clock, gc, memory, sampler } = scripted()
    const first = sampler.start()
    const second = sampler.start()
    expect(clock.pending).toBe(1)
    clock.advance(3000)
    expect(memory.reads).toBe(3)
    first.close()
    first.close()
    expect(clock.pending).toBe(1)
    second.close()
    expect([clock.pending, gc.listeners]).toEqual([0, 0])
    clock.advance(60_000)
    expect(memory.reads).toBe(3)
  })

  test('can be started again after all have left', () => {
    const { clock, memory, sampler } = scripted()
    sampler.start().close()
    sampler.start()
    clock.advance(1000)
    expect(memory.reads).toBe(1)
  })

  test('closed it gives the readings back and starts no more', () => {
    const { clock, gc, memory, sampler } = scripted()
    sampler.start()
    sampler.close()
    sampler.close()
    expect(memory.closed).toBe(true)
    expect([clock.pending, gc.listeners]).toEqual([0, 0])
    sampler.start()
    expect(clock.pending).toBe(0)
  })

  test('turns readings into signals and pressure, and tells of a change of level', () => {
    const { clock, memory, sampler } = scripted()
    const levels: string[] = []
    sampler.onPressure(({ level, signal }) => levels.push(`${level} by ${signal}`))
    sampler.start()
    clock.advance(1000)
    expect(sampler.signals.get('container')?.ratio).toBe(0.5)
    memory.set({ containerUsedBytes: 95 * MIB })
    clock.advance(1000)
    expect(sampler.pressure).toMatchObject({ level: 'critical', signal: 'container', ratio: 0.95 })
    memory.set({ containerUsedBytes: 40 * MIB })
    clock.advance(5000)
    expect(levels).toEqual(['critical by container', 'normal by container'])
  })

  test('samples more often near a limit', () => {
    const { clock, memory, sampler } = scripted()
    sampler.start()
    memory.set({ containerUsedBytes: 85 * MIB })
    clock.advance(1000)
    expect(memory.reads).toBe(1)
    clock.advance(1000)
    expect(memory.reads).toBe(21)
  })

  test('the live heap is what the last major collection left', () => {
    const { gc, sampler } = scripted()
    sampler.start()
    expect(sampler.refresh().liveHeapBytes).toBeUndefined()
    gc.emit({ kind: 'minor', heapUsedBytes: 1 })
    gc.emit({ kind: 'major', heapUsedBytes: 7 * MIB })
    expect(sampler.refresh().liveHeapBytes).toBe(7 * MIB)
    expect(sampler.signals.get('heap-live')?.ratio).toBe(0.07)
    expect(sampler.stats.gc.major.count).toBe(1)
  })

  test('F01: a reading that keeps failing is named, and its signal falls silent', () => {
    const { clock, memory, sampler, errors } = scripted()
    memory.set({ containerUsedBytes: 95 * MIB })
    sampler.start()
    clock.advance(1000)
    expect(sampler.signals.get('container')?.ratio).toBe(0.95)
    memory.failWith(new Error('EACCES'))
    clock.advance(10_000)
    expect(sampler.stats.failing).toEqual(['scripted'])
    expect(sampler.signals.has('container')).toBe(false)
    expect(errors).toHaveLength(1)
    memory.heal()
    clock.advance(10_000)
    expect(sampler.stats.failing).toEqual([])
    expect(sampler.signals.get('container')?.ratio).toBe(0.95)
  })

  test('F05: a limit that is lowered below usage is critical at once, and told', () => {
    const { clock, memory, sampler } = scripted()
    const changes: unknown[] = []
    sampler.onLimitChange((change) => changes.push(change))
    sampler.start()
    clock.advance(1000)
    memory.set({ containerLimitBytes: 45 * MIB })
    clock.advance(1000)
    expect(sampler.pressure.level).toBe('critical')
    expect(changes).toEqual([{ beforeBytes: 100 * MIB, afterBytes: 45 * MIB }])
  })

  test('F07: after the machine slept nobody is pressed by what was measured across the gap', () => {
    const { clock, gc, sampler } = scripted()
    sampler.start()
    for (let second = 0; second < 6; second += 1) {
      gc.emit({ startMs: clock.now(), durationMs: 800 })
      clock.advance(1000)
    }
    expect(sampler.latest.gcTimeRatio).toBeGreaterThan(0.7)
    clock.block(3_600_000)
    clock.advance(1)
    expect(sampler.latest.gcTimeRatio).toBe(0)
    expect(sampler.latest.eventLoopDelayMs).toBe(0)
  })

  test('F08: one stall is no delay of the loop, but it is told how long it was', () => {
    const { clock, sampler } = scripted()
    sampler.start()
    clock.advance(3000)
    clock.block(4000)
    clock.advance(2000)
    expect(sampler.latest.eventLoopDelayMs).toBe(0)
    expect(sampler.stats.longestBlockMs).toBeGreaterThanOrEqual(3000)
  })

  test('a loop that is late again and again is late', () => {
    const { clock, sampler } = scripted()
    sampler.start()
    for (let tick = 0; tick < 5; tick += 1) {
      clock.block(1700)
      clock.advance(0)
    }
    expect(sampler.latest.eventLoopDelayMs).toBeGreaterThanOrEqual(600)
  })

  test('F08: a sample that is older than it should be is taken anew on request', () => {
    const { clock, memory, sampler } = scripted()
    sampler.start()
    clock.advance(1000)
    memory.set({ containerUsedBytes: 97 * MIB })
    clock.block(500)
    sampler.refreshIfStale(clock.now())
    expect(sampler.latest.containerUsedBytes).toBe(50 * MIB)
    clock.block(10_000)
    sampler.refreshIfStale(clock.now())
    expect(sampler.latest.containerUsedBytes).toBe(97 * MIB)
  })

  test('whoever asks an idle sampler sets it back to its usual pace', () => {
    const { clock, memory, sampler } = scripted()
    memory.set({ eventLoopUtilizationRatio: 0 })
    sampler.start()
    // Idle for so long, the next sample is due in 14 s.
    clock.advance(47_000)
    memory.set({ eventLoopUtilizationRatio: 0.3 })
    clock.advance(5000)
    const reads = memory.reads
    sampler.refreshIfStale(clock.now())
    clock.advance(3000)
    expect(memory.reads - reads).toBe(1 + 3)
    expect(clock.pending).toBe(1)
  })

  test('an idle process is sampled as often as somebody needs, and rarely again once they have left', () => {
    const { clock, memory, sampler } = scripted()
    memory.set({ eventLoopUtilizationRatio: 0 })
    sampler.start()
    const { close } = sampler.start({ maxIntervalMs: 2000 })
    sampler.start({ maxIntervalMs: 30_000 })
    const readsIn = (ms: number) => {
      const before = memory.reads
      clock.advance(ms)
      return memory.reads - before
    }
    readsIn(60_000)
    expect(readsIn(60_000)).toBe(30)
    close()
    readsIn(60_000)
    expect(readsIn(60_000)).toBe(4)
  })

  test('nobody gets samples more often than the interval by needing them', () => {
    const { clock, memory, sampler } = scripted()
    sampler.start({ maxIntervalMs: 1 })
    clock.advance(10_000)
    expect(memory.reads).toBe(10)
  })

  test('F09: a sample that takes longer than the interval costs the next one, and is counted', () => {
    const { clock, memory, sampler } = scripted()
    const slow = { ms: 0 }
    sampler.onSample(() => clock.block(slow.ms))
    sampler.start()
    clock.advance(2000)
    expect(sampler.stats.skipped).toBe(0)
    slow.ms = 1500
    const readsBefore = memory.reads
    clock.advance(20_000)
    expect(sampler.stats.skipped).toBeGreaterThan(0)
    // Less than half of the time is spent in samples that take one and a half intervals each.
    expect(memory.reads - readsBefore).toBeLessThanOrEqual(6)
  })

  test('F35: a listener that throws disturbs neither the sampler nor the others', () => {
    const { clock, sampler, errors } = scripted()
    const seen: number[] = []
    sampler.onSample(() => {
      throw new Error('mine')
    })
    sampler.onSample((sample) => seen.push(sample.atMs))
    sampler.start()
    clock.advance(2000)
    expect(seen).toEqual([1000, 2000])
    expect(errors).toHaveLength(2)
  })

  test('F35: where nobody is told of errors they are counted', () => {
    const clock = createFakeClock()
    const ports = {
      clock,
      gc: createFakeGc(),
      readings: [createScriptedReadings()],
      probe: createFakeProbe(),
    }
    const sampler = createSampler({}, ports)
    sampler.onSample(() => {
      throw new Error('mine')
    })
    const before = internalErrors().count
    sampler.refresh()
    expect(internalErrors().count - before).toBe(1)
  })

  test('F35: a listener that rejects is an error that was reported, not an unhandled one', async () => {
    const { clock, sampler, errors } = scripted()
    sampler.onSample((async () => {
      throw new Error('mine')
    }) as () => void)
    sampler.start()
    clock.advance(1000)
    await new Promise(setImmediate)
    expect(errors).toEqual([new Error('mine')])
  })

  test('a listener that was closed hears no more', () => {
    const { clock, sampler } = scripted()
    const seen: number[] = []
    const subscription = sampler.onSample((sample) => seen.push(sample.atMs))
    sampler.start()
    clock.advance(1000)
    subscription.close()
    clock.advance(1000)
    expect(seen).toEqual([1000])
  })
})

import type { GcEvent } from '../src/gc-source.js'
import type { SampleDraft } from '../src/sample.js'
import {
  createFakeClock,
  createFakeGc,
  createFakeHeapProbe,
  createFakeProbe,
  createRecordingLogger,
  createScriptedReadings,
  sampleOf,
} from '../src/testing/index.js'

describe('fake clock', () => {
  test('timers fire in order, each at its own time', () => {
    const clock = createFakeClock(1000)
    const fired: string[] = []
    clock.schedule(() => fired.push(`late ${clock.now()}`), 300)
    clock.schedule(() => fired.push(`early ${clock.now()}`), 100)
    clock.schedule(() => fired.push(`same ${clock.now()}`), 100)
    clock.advance(99)
    expect(fired).toEqual([])
    clock.advance(201)
    expect(fired).toEqual(['early 1100', 'same 1100', 'late 1300'])
    expect(clock.now()).toBe(1300)
  })

  test('a timer may schedule the next one, and all that are due fire', () => {
    const clock = createFakeClock()
    let ticks = 0
    const tick = () => {
      ticks += 1
      clock.schedule(tick, 10)
    }
    clock.schedule(tick, 10)
    clock.advance(105)
    expect(ticks).toBe(10)
    expect(clock.pending).toBe(1)
  })

  test('a closed timer does not fire', () => {
    const clock = createFakeClock()
    const callback = jest.fn()
    clock.schedule(callback, 10).close()
    clock.advance(100)
    expect(callback).not.toHaveBeenCalled()
    expect(clock.pending).toBe(0)
  })

  test('a blocked loop fires its timers late', () => {
    const clock = createFakeClock()
    const fired: number[] = []
    clock.schedule(() => fired.push(clock.now()), 50)
    clock.block(400)
    expect(fired).toEqual([])
    clock.advance(0)
    expect(fired).toEqual([400])
  })

  test('a callback that blocks delays those behind it', () => {
    const clock = createFakeClock()
    const fired: number[] = []
    clock.schedule(() => clock.block(500), 10)
    clock.schedule(() => fired.push(clock.now()), 20)
    clock.advance(30)
    expect(fired).toEqual([510])
    expect(clock.now()).toBe(510)
  })
})

describe('scripted readings', () => {
  const read = (readings: ReturnType<typeof createScriptedReadings>) => {
    const draft = { atMs: 0 } as SampleDraft
    readings.read(draft)
    return draft
  }

  test('fill in what was set, and forget what was taken away', () => {
    const readings = createScriptedReadings({ rssBytes: 1, containerLimitBytes: 2 })
    readings.set({ rssBytes: 5, containerLimitBytes: undefined })
    expect(read(readings)).toEqual({ atMs: 0, rssBytes: 5, containerLimitBytes: undefined })
  })

  test('fail and heal', () => {
    const readings = createScriptedReadings({ rssBytes: 1 })
    readings.failWith(new Error('EACCES'))
    expect(() => read(readings)).toThrow('EACCES')
    readings.heal()
    expect(read(readings).rssBytes).toBe(1)
    expect(readings.reads).toBe(2)
    readings.close()
    expect(readings.closed).toBe(true)
  })
})

describe('fake probes', () => {
  test('see a change at their next look', () => {
    const probe = createFakeProbe({ containerUsedBytes: 10, containerLimitBytes: 100 })
    probe.set({ containerUsedBytes: 20 })
    expect(probe.containerUsedBytes).toBe(10)
    probe.look()
    probe.look(true)
    expect(probe).toMatchObject({ containerUsedBytes: 20, containerLimitBytes: 100, looks: 2, exactLooks: 1 })
  })

  test('the heap has one too', () => {
    const probe = createFakeHeapProbe({ heapLimitBytes: 100 })
    probe.set({ heapUsedBytes: 50 })
    probe.look()
    expect(probe).toMatchObject({ heapUsedBytes: 50, heapLimitBytes: 100, heapFreeBytes: 0 })
  })
})

describe('fake gc', () => {
  test('tells collections to those who listen', () => {
    const gc = createFakeGc()
    const heard: GcEvent[] = []
    const subscription = gc.subscribe((event) => heard.push(event))
    gc.emit({ heapUsedBytes: 7 })
    expect(gc.listeners).toBe(1)
    subscription.close()
    gc.emit()
    expect(heard).toEqual([{ kind: 'major', startMs: 0, durationMs: 10, forced: false, heapUsedBytes: 7 }])
  })

  test('a collection lowers what was scripted and pauses the clock', () => {
    const clock = createFakeClock()
    const probe = createFakeProbe({ containerUsedBytes: 200 })
    const onCollect = () => {
      clock.block(25)
      probe.set({ containerUsedBytes: 80 })
    }
    const gc = createFakeGc({ pauseMs: 25, onCollect })
    expect(gc.collect()).toBe(25)
    probe.look()
    expect([probe.containerUsedBytes, clock.now(), gc.collections]).toEqual([80, 25, 1])
    gc.set({ available: false })
    expect(gc.available).toBe(false)
  })
})

test('the logger remembers', () => {
  const logger = createRecordingLogger()
  logger.info('started')
  logger.warn('tight')
  expect(logger.messages()).toEqual(['started', 'tight'])
  expect(logger.messages('warn')).toEqual(['tight'])
  expect(logger.lines[1]).toEqual({ level: 'warn', message: 'tight' })
})

test('sampleOf is a calm process but for what is given', () => {
  const sample = sampleOf({ containerLimitBytes: 5 })
  expect(sample).toMatchObject({ containerLimitBytes: 5, gcTimeRatio: 0 })
  expect(Object.isFrozen(sample)).toBe(true)
})

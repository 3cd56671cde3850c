import { createSampler, type HeapProbe } from '@plimsoll/core'
import {
  createFakeClock,
  createFakeGc,
  createFakeProbe,
  createScriptedReadings,
} from '@plimsoll/core/testing'
import fc from 'fast-check'
import { createMemoryGuard } from '../src/create-memory-guard.js'
import { MIB, SimulatedProcess } from './simulated-process.js'

const REQUEST = { method: 'GET', path: '/x', bodyBytes: 0, raw: {} }

/** A guard over probes that say whatever a test wants. */
function guardOver(heapFields: Partial<HeapProbe>, memory: Parameters<typeof createFakeProbe>[0]) {
  const clock = createFakeClock()
  const gc = createFakeGc()
  const errors: unknown[] = []
  const probe = createFakeProbe(memory)
  const heap: HeapProbe = {
    ...{ heapUsedBytes: 0, externalBytes: 0, heapFreeBytes: 0, heapLimitBytes: 0, look() {} },
    ...heapFields,
  }
  const onError = (error: unknown): void => void errors.push(error)
  const readings = [createScriptedReadings({ ...memory, ...heapFields } as never)]
  const sampler = createSampler({}, { clock, gc, probe, readings, onError })
  const guard = createMemoryGuard({}, { sampler, clock, collector: gc, heap, onError })
  return { guard, sampler, clock, errors }
}

describe('decisions', () => {
  test('a guard that was not started, or was closed, starts nothing', () => {
    const { guard, clock } = guardOver({}, {})
    expect(clock.pending).toBe(0)
    guard.start()
    guard.start()
    expect(clock.pending).toBe(1)
    guard.close()
    guard.close()
    expect(clock.pending).toBe(0)
  })

  test('fails open: what cannot look admits, and reports it', () => {
    const broken = (): never => {
      throw new Error('EIO')
    }
    const { guard, errors } = guardOver({ look: broken }, {})
    const verdict = guard.admit(REQUEST)
    expect(verdict.decision).toBe('admitted')
    expect(errors).toEqual([new Error('EIO')])
    if (verdict.decision === 'admitted') guard.release(verdict.ticket)
    expect(guard.stats.costs.every(({ inFlight }) => inFlight === 0)).toBe(true)
  })

  test('F03: F06: whatever the probes say, it decides, and no number that is none comes out', () => {
    const odd = fc.oneof(
      fc.constantFrom(0, -1, Number.NaN, Number.POSITIVE_INFINITY, 1.8e19, 2 ** 63, undefined, 256 * MIB),
      fc.double(),
    ) as fc.Arbitrary<number>
    const heap = fc.record({
      heapUsedBytes: odd,
      externalBytes: odd,
      heapFreeBytes: odd,
      heapLimitBytes: odd,
    })
    const memory = fc.record({ containerUsedBytes: odd, containerLimitBytes: odd, rssBytes: odd })
    fc.assert(
      fc.property(heap, memory, odd, (heapFields, memoryFields, bodyBytes) => {
        const { guard } = guardOver(heapFields, memoryFields)
        guard.start()
        for (let i = 0; i < 3; i += 1) {
          const verdict = guard.admit({ ...REQUEST, bodyBytes })
          if (verdict.decision === 'shed') expect(Number.isInteger(verdict.retryAfterSeconds)).toBe(true)
        }
        expect(Number.isFinite(guard.memory.ratio)).toBe(true)
        guard.close()
      }),
      { numRuns: 500 },
    )
  })

  test('F06: a limit of 0, or none that is a number, is no limit', () => {
    for (const containerLimitBytes of [0, Number.NaN, -5]) {
      const { guard } = guardOver({}, { containerUsedBytes: 100 * MIB, containerLimitBytes })
      expect(guard.admit(REQUEST).decision).toBe('admitted')
    }
  })

  test('F44: all requests critical: they get further than the others, and are shed at the hard limit', () => {
    const costs = { '/x': MIB }
    const normal = new SimulatedProcess({ guard: { costs } })
    const critical = new SimulatedProcess({ guard: { costs, criticalRoutes: ['/'] } })
    const load = { path: '/x', holdsBytes: MIB, allocatesAfterMs: 10 }
    const admittedNormal = normal.burst(1000, load)
    const admittedCritical = critical.burst(1000, load)
    expect(admittedCritical).toBeGreaterThan(admittedNormal)
    expect(critical.guard.stats.byPriority.critical.shed).toBe(1000 - admittedCritical)
    critical.clock.advance(1000)
    expect(critical.peakBytes).toBeLessThan(256 * MIB)
  })

  test('two guards over one sampler do not promise the same memory twice', () => {
    const costs = { '/x': 8 * MIB }
    const alone = new SimulatedProcess({ guard: { costs } })
    const app = new SimulatedProcess({ guard: { costs } })
    const { sampler, clock, gc: collector } = app
    const ports = { sampler, clock, collector, heap: app.heapProbe(), onError: () => {} }
    const second = createMemoryGuard({ costs }, ports)
    const load = { path: '/x', holdsBytes: 8 * MIB, allocatesAfterMs: 10 }
    const before = app.burst(8, load)
    let more = 0
    while (second.admit({ ...REQUEST }).decision === 'admitted' && more < 500) more += 1
    expect(before + more).toBeLessThanOrEqual(alone.burst(500, load) + 1)
  })

  test('a reservation is given back once, however often it is released', () => {
    const { guard } = guardOver({}, {})
    const verdicts = [guard.admit(REQUEST), guard.admit(REQUEST)]
    for (const verdict of verdicts) {
      if (verdict.decision !== 'admitted') throw new Error('expected to be let in')
      guard.release(verdict.ticket)
      guard.release(verdict.ticket)
    }
    const inFlight = guard.metrics.find(({ name }) => name === 'plimsoll_inflight_requests')
    expect(inFlight?.points[0]?.value).toBe(0)
  })

  test('whatever comes and goes, what is reserved returns to nothing', () => {
    const request = fc.record({
      path: fc.constantFrom('/a', '/b', '/c/1', '/c/2', undefined),
      holdsBytes: fc.nat({ max: 20 * MIB }),
      holdsForMs: fc.nat({ max: 300 }),
      bodyBytes: fc.nat({ max: 40 * MIB }),
      allocatesAfterMs: fc.nat({ max: 50 }),
      waitMs: fc.nat({ max: 50 }),
    })
    fc.assert(
      fc.property(fc.array(request, { minLength: 10, maxLength: 120 }), (requests) => {
        const app = new SimulatedProcess({ guard: { costs: { '/a': 3 * MIB } } })
        for (const { waitMs, ...each } of requests) {
          app.arrive(each)
          app.clock.advance(waitMs)
        }
        app.clock.advance(1000)
        const reserved = app.guard.metrics.find(({ name }) => name === 'plimsoll_inflight_reserved_bytes')
        expect(app.inFlight).toBe(0)
        expect(Math.abs(reserved?.points[0]?.value ?? Number.NaN)).toBeLessThan(1)
        expect(app.errors).toEqual([])
      }),
      { numRuns: 60 },
    )
  })
})

import { createSampler } from '@plimsoll/core'
import {
  createFakeClock,
  createFakeGc,
  createFakeProbe,
  createScriptedReadings,
} from '@plimsoll/core/testing'
import { createMemoryGuard } from '../src/create-memory-guard.js'
import type { MemoryGuardOptions } from '../src/guard-options.js'
import { MIB, SimulatedProcess } from './simulated-process.js'

const broken = () => {
  throw new Error('mine')
}
const rejecting = (async () => broken()) as never

/** A guard under pressure: everything but critical requests is shed by the stage. */
function pressed(guard: MemoryGuardOptions) {
  const app = new SimulatedProcess({ guard: { reclaim: false, ...guard }, idleHeapBytes: 95 * MIB })
  app.heapLimitBytes = 100 * MIB
  app.gc.emit({ heapUsedBytes: 95 * MIB })
  app.clock.advance(6000)
  return app
}

const settled = () => new Promise(setImmediate)

describe('F35: callbacks of the user', () => {
  test('the fixture: critical pressure sheds what is not critical', () => {
    const app = pressed({ criticalRoutes: ['/critical'] })
    expect(app.guard.memory).toMatchObject({ pressure: 'critical', isCritical: true, signal: 'heap-live' })
    expect(app.arrive({ path: '/x' })?.reason).toBe('heap-live')
  })

  test.each([
    ['throws', broken as never],
    ['rejects', rejecting],
    ['hangs', (() => new Promise(() => {})) as never],
    ['returns nonsense', (() => 'very high') as never],
    ['returns nothing', (() => undefined) as never],
  ])('F35: a priority that %s counts as normal', async (_, priority) => {
    const app = pressed({ priority })
    expect(app.arrive({ path: '/x' })?.status).toBe(503)
    expect(app.guard.stats.byPriority.normal.shed).toBe(1)
    await settled()
  })

  test('F35: what a priority throws or rejects with is reported', async () => {
    for (const priority of [broken as never, rejecting]) {
      const app = pressed({ priority })
      app.arrive()
      await settled()
      expect(app.errors).toEqual([new Error('mine')])
    }
  })

  test('F35: a predicate of a critical route that throws or rejects makes nobody critical', async () => {
    for (const predicate of [broken as never, rejecting]) {
      const app = pressed({ criticalRoutes: predicate })
      expect(app.arrive()?.status).toBe(503)
      await settled()
      expect(app.errors).toEqual([new Error('mine')])
    }
  })

  test('F35: onShed that throws or rejects changes no decision', async () => {
    for (const onShed of [broken as never, rejecting]) {
      const app = pressed({ onShed })
      expect(app.arrive()?.status).toBe(503)
      await settled()
      expect(app.errors).toEqual([new Error('mine')])
    }
  })

  test('a priority decides the class', () => {
    const priority = (request: unknown) =>
      (request as { vip?: boolean }).vip === true ? 'critical' : 'normal'
    const app = pressed({ priority: priority as never })
    const vip = { raw: { vip: true }, path: '/x' }
    expect(app.arrive(vip)).toBeUndefined()
    expect(app.arrive({ path: '/x' })?.status).toBe(503)
    expect(app.guard.stats.byPriority).toMatchObject({ critical: { admitted: 1 }, normal: { shed: 1 } })
  })

  test.each([
    ['throws', broken],
    ['rejects', rejecting],
  ])('F35: an onError that %s is the end of it', async (_, onError) => {
    const ports = { clock: createFakeClock(), gc: createFakeGc(), readings: [createScriptedReadings()] }
    const sampler = createSampler({}, { ...ports, probe: createFakeProbe() })
    const guard = createMemoryGuard({ priority: broken as never }, { sampler, onError })
    const request = { method: 'GET', path: '/x', bodyBytes: 0, raw: {} }
    expect(guard.admit(request).decision).toBe('admitted')
    await settled()
  })
})

import { board, PlimsollError } from '@plimsoll/core'
import type { Stage } from './stage.js'

/** What is said about a wrong option, when it is made and not when it is needed. */
export function construction(at: () => Stage): void {
  describe('construction', () => {
    const failing = (make: () => unknown): PlimsollError => {
      try {
        make()
      } catch (error) {
        if (error instanceof PlimsollError) return error
      }
      throw new Error('Expected a PlimsollError')
    }

    test.each<[string, object, RegExp]>([
      ['plimsoll', { gaurd: {} }, /plimsoll\.gaurd.*guard, health, metrics, monitor/],
      ['plimsoll', { guard: { elevated: 0.5 } }, /guard\.elevated`.*elevatedRatio/],
      ['plimsoll', { health: { pth: '/h' } }, /health\.pth`.*paths/],
      ['plimsoll', { metrics: { path: 'metrics' } }, /metrics\.path.*"metrics"/],
      ['plimsoll', { guard: 'on' }, /guard.*"on"/],
      ['plimsoll', { autoAttach: 'yes' }, /plimsoll\.autoAttach.*true or false.*"yes"/],
      ['plimsoll', { logger: {} }, /plimsoll\.logger.*info\(\), warn\(\), error\(\)/],
      ['plimsoll', { onError: 'log' }, /plimsoll\.onError.*a function.*"log"/],
      ['plimsoll', { sampler: {} }, /plimsoll\.sampler.*start\(\)/],
      ['memoryGuard', { criticalRatio: 2 }, /guard\.criticalRatio.*0 to 1.*2/],
      ['memoryGuard', { autoAttach: 1 }, /memoryGuard\.autoAttach.*1/],
      ['health', { maxUptimeMs: 'a day' }, /health\.maxUptimeMs.*"a day"/],
      ['metrics', { registry: {} }, /metrics\.registry/],
      ['plimsoll', { loger: {} }, /plimsoll\.loger.*metrics.*logger, onError, sampler, samplerOptions$/],
      [
        'memoryGuard',
        { onEror() {} },
        /guard\.onEror.*autoAttach, logger, onError, sampler, samplerOptions$/,
      ],
      ['health', { autoAttach: false }, /health\.autoAttach.*logger, onError, sampler, samplerOptions$/],
      ['metrics', { samplr: {} }, /metrics\.samplr.*logger, onError, sampler, samplerOptions$/],
    ])('F34: %s(%j) names the option, the expectation and the value', (factory, options, message) => {
      const { factories, common } = at()
      const make = factories[factory as 'plimsoll'] as (options: object) => unknown
      const error = failing(() => make({ ...common, ...options }))
      expect(error.message).toMatch(message)
      expect(error.code).toMatch(/^ERR_PLIMSOLL_OPTION_/)
    })

    test('F34: options that are no object are refused', () => {
      const { plimsoll, memoryGuard, health, metrics } = at().factories
      for (const factory of [plimsoll, memoryGuard, health, metrics]) {
        for (const options of [null, 7, 'x', []]) {
          expect(failing(() => (factory as (options: unknown) => unknown)(options)).code).toBe(
            'ERR_PLIMSOLL_OPTION_TYPE',
          )
        }
      }
    })

    test('a sampler and options for the shared one exclude each other', () => {
      const { factories, common } = at()
      for (const factory of [
        factories.plimsoll,
        factories.memoryGuard,
        factories.health,
        factories.metrics,
      ]) {
        const error = failing(() => factory({ ...common, samplerOptions: { intervalMs: 500 } }))
        expect(error.code).toBe('ERR_PLIMSOLL_OPTION_CONFLICT')
        expect(error.message).toMatch(/sampler.*samplerOptions/)
      }
    })

    test('two parts that ask for a different shared sampler are an error that names both values', () => {
      const { factories, logger, keep } = at()
      keep(factories.health({ logger, samplerOptions: { minIntervalMs: 60 } }))
      keep(factories.metrics({ logger, samplerOptions: { minIntervalMs: 60 } }))
      keep(factories.memoryGuard({ logger }))
      const error = failing(() => factories.plimsoll({ logger, samplerOptions: { minIntervalMs: 70 } }))
      expect(error.message).toMatch(/samplerOptions\.minIntervalMs.*60.*70/)
    })

    test.each<[object, RegExp]>([
      [
        { health: { path: '/status' }, metrics: { path: '/status' } },
        /metrics\.path.*health\.paths\.health.*\/status/,
      ],
      [{ metrics: { path: '/LIVEZ/' } }, /metrics\.path.*health\.paths\.livez.*\/LIVEZ and \/livez/],
      [{ metrics: { path: false } }, /health\.path.*metrics\.path.*\/health and false.*`metrics: false`/],
      [{ health: { path: false } }, /health\.path.*metrics\.path.*false and \/metrics/],
    ])('F34: %j: two parts that would answer the same requests are refused', (options, message) => {
      const { factories, common } = at()
      const before = board().list('endpoint')
      const error = failing(() => factories.plimsoll({ ...common, ...options }))
      expect(error.code).toBe('ERR_PLIMSOLL_OPTION_CONFLICT')
      expect(error.message).toMatch(message)
      expect(board().list('endpoint')).toEqual(before)
    })

    test('a wrong option of any part leaves nothing on the board', () => {
      const { factories, common } = at()
      const before = board().list('endpoint')
      failing(() => factories.plimsoll({ ...common, health: { details: 'all' as never } }))
      failing(() => factories.plimsoll({ ...common, metrics: { runtimeMetrics: 1 as never } }))
      failing(() => factories.plimsoll({ ...common, guard: { mode: 'off' as never } }))
      expect(board().list('endpoint')).toEqual(before)
    })

    test('a part that is left out is not there; true and nothing mean the defaults', () => {
      const { factories, common, keep } = at()
      const none = keep(factories.plimsoll({ ...common, guard: false, health: false, metrics: false }))
      expect([none.guard, none.health, none.metrics]).toEqual([undefined, undefined, undefined])
      expect(none.sampler).toBe(common.sampler)
      const all = keep(factories.plimsoll({ ...common, guard: true, metrics: true }))
      expect(all.guard?.stats.admitted).toBe(0)
      expect(all.health?.status).toBe('healthy')
      expect(all.metrics).toBeDefined()
    })

    test('the middleware is called by its name in stack traces', () => {
      const { factories, common, keep } = at()
      for (const name of ['plimsoll', 'memoryGuard', 'health', 'metrics'] as const) {
        expect((keep(factories[name](common)) as unknown as { name: string }).name).toBe(name)
      }
    })
  })
}

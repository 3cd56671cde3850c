import type { LeakReport } from '@plimsoll/memory-monitor'
import type { Stage } from './stage.js'

/** Leaks are found, whatever framework the process serves with; requests pass through untouched. */
export function monitor(at: () => Stage): void {
  describe('the monitor', () => {
    /** What was seen is judged in later turns of the event loop, a piece each. */
    async function someTurns(): Promise<void> {
      for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate)
    }

    /** A minute in which two descriptors a second are left open. */
    async function leakDescriptors({ process: { clock, readings } }: Stage): Promise<void> {
      for (let second = 1; second <= 60; second += 1) {
        readings.set({ openDescriptors: 20 + 2 * second, maxDescriptors: 1024 })
        clock.advance(1000)
        await someTurns()
      }
    }

    // Nothing that is weighed: the garbage of the process that runs the tests is none of the scripted one's.
    const options = { observationMs: 20_000, profile: false, kinds: ['descriptors'] } as const

    test('starts with the first request, lets requests pass, and tells of a leak', async () => {
      const stage = at()
      const app = stage.create()
      const middleware = stage.keep(stage.factories.memoryMonitor({ ...stage.common, ...options }))
      const leaks: LeakReport[] = []
      middleware.on('leak', (leak) => void leaks.push(leak))
      app.use(middleware)
      app.get('/work', () => 'done')
      const { ask } = await stage.open(app)
      await leakDescriptors(stage)
      expect(leaks).toEqual([])
      expect((await ask('/work')).text).toBe('done')
      await leakDescriptors(stage)
      expect(leaks.map(({ kind }) => kind)).toEqual(['descriptors'])
      expect(middleware.state).toBe('confirmed')
      // Its forecast is made anew as long as it goes on.
      expect(middleware.report().leaks).toMatchObject([{ kind: 'descriptors', growth: leaks[0]?.growth }])
      expect(stage.logger.lines.filter(({ message }) => message.includes('leak'))).toHaveLength(1)
    })

    test('carries what is asked of it; options that make no sense are named', () => {
      const stage = at()
      const middleware = stage.keep(stage.factories.memoryMonitor({ ...stage.common, ...options }))
      const diff = middleware.heapDiff({ force: true })
      diff.close()
      middleware.registerCache({ name: 'pages', size: 0, max: 10 }).close()
      expect(middleware.report()).toMatchObject({ state: 'watching', leaks: [], caches: [] })
      const odd = () => stage.plimsoll({}, { monitor: 'yes' as never })
      expect(odd).toThrow(/`monitor options` to be an object/)
    })

    test('is a part of plimsoll(): health and metrics tell of it, and say nothing once it is closed', async () => {
      const stage = at()
      const app = stage.create()
      const suite = stage.plimsoll({}, { monitor: options, health: { details: 'full' } })
      app.use(suite)
      const { ask } = await stage.open(app)
      await ask('/livez')
      await leakDescriptors(stage)
      expect((await ask('/health')).json()).toMatchObject({
        status: 'degraded',
        reasons: [{ code: 'leak-confirmed' }],
        leak: { kind: 'descriptors', perSecond: expect.any(Number) },
      })
      expect((await ask('/metrics')).text).toContain('plimsoll_leak_state{kind="descriptors"} 2')
      expect(suite.monitor?.state).toBe('confirmed')
      suite.close()
      await leakDescriptors(stage)
      expect(suite.monitor?.report().leaks).toHaveLength(1)
    })

    test('left out, it is not there', () => {
      expect(at().plimsoll({}, { monitor: false }).monitor).toBeUndefined()
    })
  })
}

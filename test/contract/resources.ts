import type { ResourceScope } from '@plimsoll/http'
import type { ContractApp, Handler } from './adapter.js'
import { eventually } from './eventually.js'
import type { Stage } from './stage.js'

/** A promise, and what settles it. */
function signalled() {
  let settle = (): void => {}
  const promise = new Promise<void>((resolve) => {
    settle = resolve
  })
  return { promise, settle }
}

/** What a request opens: who owns it, and when it is disposed of. */
export function resources(at: () => Stage): void {
  describe('resources', () => {
    const scopeOf = (seen: object): ResourceScope => (seen as { resources: ResourceScope }).resources

    /** An application with a tracker and one route. */
    function app(handler: Handler, options?: Parameters<Stage['tracker']>[0]) {
      const stage = at()
      const created: ContractApp = stage.create()
      const tracker = stage.tracker(options)
      created.use(tracker)
      created.get('/work', handler)
      return { app: created, tracker, open: () => stage.open(created) }
    }

    test('what a handler gave to its scope is disposed of when the answer has gone out, last in first out', async () => {
      const order: string[] = []
      const { open, tracker } = app((seen) => {
        const scope = scopeOf(seen)
        scope.defer(() => order.push('first'))
        scope.adopt('second', (value) => order.push(value))
        scope.setInterval(() => {}, 60_000)
        return order.join()
      })
      const { ask } = await open()
      expect((await ask('/work')).text).toBe('')
      await eventually(() => expect(order).toEqual(['second', 'first']))
      expect(tracker.stats).toMatchObject({
        tracked: { timer: 0, deferred: 0 },
        disposed: { timer: 1, adopted: 1, deferred: 1 },
      })
    })

    test('F30: the property, the function and every mounted tracker are one scope', async () => {
      const stage = at()
      const scopes = new Set<unknown>()
      let disposed = 0
      const { app: created, open } = app((seen) => {
        for (const scope of [scopeOf(seen), scopeOf(seen), stage.factories.resourcesOf(seen)])
          scopes.add(scope)
        scopeOf(seen).defer(() => {
          disposed += 1
        })
        return 'done'
      })
      created.use(stage.tracker())
      const nested = created.nest('/api')
      nested.use(stage.tracker())
      nested.get('/work', (seen) => String(stage.factories.resourcesOf(seen) === scopeOf(seen)))
      const { ask } = await open()
      expect((await ask('/work')).text).toBe('done')
      expect((await ask('/api/work')).text).toBe('true')
      expect(scopes.size).toBe(1)
      await eventually(() => expect(disposed).toBe(1))
    })

    test('F18: a client that leaves before the answer: the signal aborts, everything is disposed of', async () => {
      const entered = signalled()
      const seenByHandler: { scope?: ResourceScope; aborted?: boolean } = {}
      const { open, tracker } = app((seen) => {
        const scope = scopeOf(seen)
        seenByHandler.scope = scope
        scope.signal.addEventListener('abort', () => {
          seenByHandler.aborted = !scope.disposed
        })
        scope.setTimeout(() => {}, 60_000)
        entered.settle()
        return new Promise<string>(() => {})
      })
      const { leave } = await open()
      await leave('/work', entered.promise)
      await eventually(() => expect(seenByHandler.scope?.disposed).toBe(true))
      expect(seenByHandler.aborted).toBe(true)
      expect(seenByHandler.scope?.signal.reason).toMatchObject({ name: 'AbortError' })
      expect(tracker.stats.disposed.timer).toBe(1)
    })

    test.each([
      [undefined, false],
      [{ abortOnEnd: true }, true],
    ])('at the normal end the signal aborts only with abortOnEnd: %j', async (options, aborted) => {
      const signals: AbortSignal[] = []
      const scopes: ResourceScope[] = []
      const { open } = app((seen) => {
        scopes.push(scopeOf(seen))
        signals.push(scopeOf(seen).signal)
        return 'done'
      }, options)
      await (await open()).ask('/work')
      await eventually(() => expect(scopes[0]?.disposed).toBe(true))
      expect(signals[0]?.aborted).toBe(aborted)
    })

    test('F27: disposers that throw, reject, answer or add more break neither request nor others', async () => {
      const order: string[] = []
      const { open, tracker } = app((seen) => {
        const scope = scopeOf(seen)
        scope.defer(() => order.push('last'))
        scope.defer(() => {
          throw new Error('throws')
        })
        scope.defer(() => Promise.reject(new Error('rejects')))
        scope.defer(() => scope.defer(() => order.push('added')))
        scope.defer(() => {
          const { res = seen } = seen as { res?: { end?(text: string): void } }
          ;(res as { end?(text: string): void }).end?.('once more')
        })
        return 'done'
      })
      const { ask } = await open()
      expect((await ask('/work')).text).toBe('done')
      await eventually(() => expect(order).toEqual(['added', 'last']))
      expect(tracker.errors.map(String)).toEqual(['Error: rejects', 'Error: throws'])
      expect(tracker.stats).toMatchObject({ late: 1, failures: { deferred: 2 } })
    })

    test('F28: misuse breaks no request', async () => {
      const { open, tracker } = app((seen) => {
        const scope = scopeOf(seen)
        scope.use(5 as never)
        scope.timers.add({} as never)
        scope.on(null as never, 'news', () => {})
        return String(scope.adopt('unchanged', undefined as never))
      })
      expect((await (await open()).ask('/work')).text).toBe('unchanged')
      expect(tracker.stats.misused).toBe(4)
      expect(tracker.errors).toHaveLength(4)
    })

    test('resourcesOf makes a scope where no tracker is mounted, and it ends with the answer', async () => {
      const stage = at()
      let disposed = 0
      const created = stage.create()
      created.get('/work', (seen) => {
        const scope = stage.factories.resourcesOf(seen)
        expect(stage.factories.resourcesOf(seen)).toBe(scope)
        scope.defer(() => {
          disposed += 1
        })
        return String(disposed)
      })
      const { ask } = await stage.open(created)
      for (let round = 0; round < 3; round += 1) {
        await ask('/work')
        await eventually(() => expect(disposed).toBe(round + 1))
      }
    })

    test('plimsoll() has a tracker, unless it is left out', async () => {
      const stage = at()
      const suite = stage.plimsoll()
      const without = stage.plimsoll({}, { resources: false })
      const [first, second] = [stage.create(), stage.create()]
      first.use(suite)
      second.use(without)
      const handler: Handler = (seen) => typeof (seen as { resources?: unknown }).resources
      for (const each of [first, second]) each.get('/work', handler)
      expect((await (await stage.open(first)).ask('/work')).text).toBe('object')
      expect((await (await stage.open(second)).ask('/work')).text).toBe('undefined')
      expect(suite.resources?.stats.misused).toBe(0)
      expect(without.resources).toBeUndefined()
    })

    test('F30: mounted on a path, it shows scopes there and nowhere else, whoever comes first', async () => {
      const stage = at()
      const created = stage.create()
      created.useAt('/api', stage.tracker())
      created.get('/other', (seen) => typeof (seen as { resources?: unknown }).resources)
      created.get('/api/work', (seen) => typeof (seen as { resources?: unknown }).resources)
      const { ask } = await stage.open(created)
      const answers: string[] = []
      for (const path of ['/other', '/api/work', '/other']) answers.push((await ask(path)).text)
      expect(answers).toEqual(['undefined', 'object', 'undefined'])
    })

    test('a field of that name that is the application’s own stays its own', async () => {
      const { open } = app((seen) => {
        const own = { mine: true }
        Object.assign(seen, { resources: own })
        return String((seen as { resources: unknown }).resources === own)
      })
      expect((await (await open()).ask('/work')).text).toBe('true')
    })

    test('clearFields: what a request loaded is gone at its end, and nothing else', async () => {
      const kept: { loaded?: unknown; small?: unknown }[] = []
      const options = { clearFields: ['loaded', 'never'] }
      const { open, tracker } = app((seen) => {
        kept.push(Object.assign(seen, { loaded: Buffer.alloc(10), small: 'kept' }))
        return 'done'
      }, options)
      const { ask } = await open()
      await ask('/work')
      await eventually(() => expect(kept[0]?.loaded).toBeUndefined())
      expect(kept[0]).toMatchObject({ small: 'kept' })
      expect(Object.hasOwn(kept[0] as object, 'never')).toBe(false)
      expect(tracker.errors).toEqual([])
    })

    test('its figures are in /metrics', async () => {
      const stage = at()
      const { app: created, open } = app((seen) => {
        scopeOf(seen).defer(() => {})
        scopeOf(seen).use(5 as never)
        return 'done'
      })
      created.use(stage.keep(stage.factories.metrics(stage.common)))
      const { ask } = await open()
      await ask('/work')
      const { text } = await ask('/metrics')
      expect(text).toMatch(/^plimsoll_tracked_resources\{kind="deferred"\} 0$/m)
      expect(text).toMatch(/^plimsoll_resources_disposed_total\{kind="deferred"\} 1$/m)
      expect(text).toMatch(/^plimsoll_resources_dispose_failures_total\{kind="deferred"\} 0$/m)
      expect(text).toMatch(/^plimsoll_resources_refused_total\{reason="misused"\} 1$/m)
    })

    test('closed, it lets requests pass, and what handlers give to their scopes is still disposed of', async () => {
      let disposed = 0
      const { open, tracker } = app((seen) => {
        scopeOf(seen).defer(() => {
          disposed += 1
        })
        return 'done'
      })
      const { ask } = await open()
      await ask('/work')
      tracker.close()
      tracker.close()
      await ask('/work')
      await eventually(() => expect(disposed).toBe(2))
    })
  })
}

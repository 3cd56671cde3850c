import { setTimeout as sleep } from 'node:timers/promises'
import type { ResourceScope } from '@plimsoll/http'
import type { Handler } from './adapter.js'
import { eventually } from './eventually.js'
import type { Stage } from './stage.js'

/** The scope without the request at hand, and requests that do not end. */
export function resourcesFollowed(at: () => Stage): void {
  describe('currentResources', () => {
    async function serve(
      handler: Handler,
      options: Parameters<Stage['tracker']>[0],
      method: 'get' | 'post' = 'get',
    ) {
      const stage = at()
      const app = stage.create()
      const tracker = stage.tracker(options)
      app.use(tracker)
      app[method]('/work', handler)
      return { tracker, ...(await stage.open(app)) }
    }

    test('is undefined outside of a request, and unless it was asked for', async () => {
      const { currentResources } = at().factories
      const { ask } = await serve(() => String(currentResources()), {})
      expect((await ask('/work')).text).toBe('undefined')
      expect(currentResources()).toBeUndefined()
    })

    test('is the scope of the request, through promises, timers and callbacks, also of many at once', async () => {
      const { currentResources, resourcesOf } = at().factories
      const { ask } = await serve(
        async (seen) => {
          const scope = resourcesOf(seen)
          await sleep(5)
          const afterCallback = await new Promise((resolve) => {
            setImmediate(() => setTimeout(() => resolve(currentResources()), 1))
          })
          return String(currentResources() === scope && afterCallback === scope)
        },
        { asyncContext: true },
      )
      const answers = await Promise.all(Array.from({ length: 5 }, () => ask('/work')))
      expect(answers.map(({ text }) => text)).toEqual(Array(5).fill('true'))
    })

    test('F32: also for what listens to a body that comes later, on whatever context that arrives', async () => {
      const { currentResources, resourcesOf } = at().factories
      const { ask } = await serve(
        (seen) => {
          const { req = seen } = seen as { req?: object }
          const scope = resourcesOf(seen)
          const heard: boolean[] = []
          const body = req as NodeJS.ReadableStream
          body.on('data', () => heard.push(currentResources() === scope))
          return new Promise((resolve) => {
            body.on('end', () => resolve([...heard, currentResources() === scope].join()))
          })
        },
        { asyncContext: true },
        'post',
      )
      // More than fits into what arrives with the head.
      const { text } = await ask('/work', { method: 'POST', body: Buffer.alloc(500_000) })
      expect(text).toMatch(/^true,true,(true,)*true$/)
    })

    test('F29: after the end it is undefined', async () => {
      const { currentResources } = at().factories
      const seen: (ResourceScope | undefined)[] = []
      const { ask } = await serve(
        () => {
          seen.push(currentResources())
          setTimeout(() => seen.push(currentResources()), 50)
          return 'done'
        },
        { asyncContext: true },
      )
      await ask('/work')
      await eventually(() => expect(seen).toEqual([expect.objectContaining({ disposed: true }), undefined]))
    })

    test('F32: what calls back in the name of an earlier request does not close what this one opens', async () => {
      const { currentResources, resourcesOf } = at().factories
      const queue: (() => void)[] = []
      let pool: NodeJS.Timeout | undefined
      let closed = 0
      const { ask } = await serve(
        (seen) =>
          new Promise((resolve) => {
            // The first request makes the connection, and all callbacks come in its name.
            pool ??= setInterval(() => {
              for (const callback of queue.splice(0)) callback()
            }, 1)
            queue.push(() => {
              const scope = currentResources() ?? resourcesOf(seen)
              scope.defer(() => {
                closed += 1
              })
              resolve(`${scope.disposed} ${closed}`)
            })
          }),
        { asyncContext: true },
      )
      expect((await ask('/work')).text).toBe('false 0')
      await eventually(() => expect(closed).toBe(1))
      expect((await ask('/work')).text).toBe('false 1')
      await eventually(() => expect(closed).toBe(2))
      clearInterval(pool)
    })

    test('F32: lost on the way, the request itself still leads to its scope', async () => {
      const { currentResources, resourcesOf } = at().factories
      const queue: (() => void)[] = []
      // A pool that was there before the request calls back in its own context.
      const pool = setInterval(() => {
        for (const callback of queue.splice(0)) callback()
      }, 1)
      let disposed = 0
      const { ask } = await serve(
        (seen) =>
          new Promise((resolve) => {
            queue.push(() => {
              resourcesOf(seen).defer(() => {
                disposed += 1
              })
              resolve(String(currentResources()))
            })
          }),
        { asyncContext: true },
      )
      expect((await ask('/work')).text).toBe('undefined')
      await eventually(() => expect(disposed).toBe(1))
      clearInterval(pool)
    })
  })

  describe('requests without an answer', () => {
    test('F17: are listed as overdue with their age until the client leaves', async () => {
      const stage = at()
      const app = stage.create()
      const tracker = stage.tracker({ overdueMs: 20 })
      app.use(tracker)
      let entered = (): void => {}
      const waiting = new Promise<void>((resolve) => {
        entered = resolve
      })
      app.get('/hangs', () => {
        entered()
        return new Promise<string>(() => {})
      })
      app.get('/work', () => 'done')
      const { ask, leave } = await stage.open(app)
      await ask('/work')
      const listed = (async () => {
        await waiting
        await eventually(() => expect(tracker.overdue()).toHaveLength(1))
        return tracker.overdue()
      })()
      await leave('/hangs', listed)
      expect(await listed).toMatchObject([{ method: 'GET', ageMs: expect.any(Number) }])
      await eventually(() => expect(tracker.overdue()).toEqual([]))
    })

    test('F17: after timeoutMs their resources are disposed of and their signal aborts', async () => {
      const stage = at()
      const { resourcesOf } = stage.factories
      const app = stage.create()
      const tracker = stage.tracker({ timeoutMs: 20 })
      app.use(tracker)
      app.get('/hangs', (seen) => {
        const { signal } = resourcesOf(seen)
        return new Promise((resolve) => {
          signal.addEventListener('abort', () => resolve(signal.reason.name))
        })
      })
      const { ask } = await stage.open(app)
      expect((await ask('/hangs')).text).toBe('TimeoutError')
      expect(tracker.stats.timedOut).toBe(1)
    })
  })
}

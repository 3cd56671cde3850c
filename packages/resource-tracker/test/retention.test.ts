import { AsyncLocalStorage } from 'node:async_hooks'
import { EventEmitter } from 'node:events'
import { garbageCollector } from '@plimsoll/core'
import { settle, tracked } from './tracked.js'

// A collection of all that a test run has loaded takes its time.
jest.setTimeout(30_000)

/** Whether everything is gone once nobody but us could hold it. */
async function areCollected(refs: readonly WeakRef<object>[]): Promise<boolean> {
  for (let round = 0; round < 20; round += 1) {
    await settle()
    garbageCollector().collect()
    if (refs.every((ref) => ref.deref() === undefined)) return true
  }
  return false
}

/** Fills a scope with one of everything, and remembers each weakly. */
function fill(scope: ReturnType<typeof tracked>['scope'], emitter: EventEmitter): WeakRef<object>[] {
  const listener = () => {}
  const values = [
    scope.use({ close() {} }),
    scope.adopt({}, () => {}),
    scope.setTimeout(() => {}, 60_000),
    scope.setInterval(() => {}, 60_000),
    listener,
  ]
  scope.on(emitter, 'news', listener)
  return values.map((value) => new WeakRef<object>(value))
}

describe('F29: what a request held is not held by us afterwards', () => {
  test('although tracker, emitter and the scope itself live on', async () => {
    const { scope, tracker } = tracked()
    const emitter = new EventEmitter()
    const refs = fill(scope, emitter)
    scope.end('finished')
    expect(await areCollected(refs)).toBe(true)
    expect([scope.disposed, emitter.listenerCount('news')]).toEqual([true, 0])
    expect(tracker.stats.tracked.listener).toBe(0)
  })

  test('although a disposer below hangs for ever', async () => {
    const { scope, clock } = tracked()
    const emitter = new EventEmitter()
    scope.defer(() => new Promise(() => {}))
    const refs = fill(scope, emitter)
    scope.end('finished')
    expect(await areCollected(refs)).toBe(true)
    clock.advance(5000)
  })

  test('although its disposer failed', async () => {
    // An error that nobody has read keeps what was on its stack.
    const { scope, tracker } = tracked({}, { onError: () => {} })
    const failing = (close: () => unknown): WeakRef<object> => new WeakRef(scope.use({ close }))
    const refs = [
      failing(() => Promise.reject(new Error('mine'))),
      failing(() => {
        throw new Error('mine')
      }),
    ]
    scope.end('finished')
    expect(await areCollected(refs)).toBe(true)
    expect(tracker.stats.failures.disposable).toBe(2)
  })

  test('a scope that is dropped without an end is held by nobody', async () => {
    const { tracker } = tracked()
    const dropped = (): WeakRef<object> => new WeakRef(tracker.open().use({ close() {} }))
    expect(await areCollected([dropped()])).toBe(true)
  })

  test('what keeps hidden classes alive where requests are followed does not keep what they were made in', async () => {
    const storage = new AsyncLocalStorage<object>()
    const { tracker } = tracked({ asyncContext: true })
    const started = (): WeakRef<object> => {
      const session = { of: 'the first request' }
      storage.run(session, () => tracker.start())
      return new WeakRef(session)
    }
    expect(await areCollected([started()])).toBe(true)
  })
})

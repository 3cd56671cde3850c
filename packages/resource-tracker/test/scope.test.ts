import { EventEmitter } from 'node:events'
import { PlimsollError } from '@plimsoll/core'
import type { ScopeEnd } from '../src/scope/resource-scope.js'
import { counts, settle, tracked } from './tracked.js'

describe('the words of AsyncDisposableStack', () => {
  test('use, adopt and defer: disposed of last in, first out, when the request ends', () => {
    const { scope } = tracked()
    const order: string[] = []
    const disposable = { [Symbol.dispose]: () => void order.push('used') }
    expect(scope.use(disposable)).toBe(disposable)
    expect(scope.adopt('a value', (value) => order.push(`adopted ${value}`))).toBe('a value')
    scope.defer(() => order.push('deferred'))
    expect([order, scope.disposed]).toEqual([[], false])
    scope.end('finished')
    expect([order, scope.disposed]).toEqual([['deferred', 'adopted a value', 'used'], true])
    scope.end('client-left')
    expect(order).toHaveLength(3)
  })

  test('use takes the standard method, then close, destroy and terminate, with its this', () => {
    const { scope } = tracked()
    const called: unknown[] = []
    const method = (name: string) =>
      function (this: unknown) {
        called.push([name, this])
      }
    const values = [
      { close: method('close'), [Symbol.dispose]: method('dispose'), [Symbol.asyncDispose]: method('async') },
      { destroy: method('destroy'), [Symbol.dispose]: method('dispose') },
      { destroy: method('destroy'), close: method('close') },
      { destroy: method('destroy') },
      { terminate: method('terminate') },
    ]
    for (const value of values) scope.use(value)
    scope.end('finished')
    const [first, second, third, fourth, fifth] = values
    expect(called).toEqual([
      ['terminate', fifth],
      ['destroy', fourth],
      ['close', third],
      ['dispose', second],
      ['async', first],
    ])
  })

  test('null and undefined are let through', () => {
    const { scope, errors, tracker } = tracked()
    expect([scope.use(null), scope.use(undefined)]).toEqual([null, undefined])
    expect([errors, tracker.stats.misused]).toEqual([[], 0])
  })

  test('move hands everything over; the scope of the request is disposed', async () => {
    const { scope, tracker } = tracked()
    const order: string[] = []
    scope.defer(() => order.push('first'))
    const own = scope.move()
    expect([scope.disposed, own.disposed]).toEqual([true, false])
    own.defer(() => order.push('second'))
    scope.end('finished')
    expect(order).toEqual([])
    expect(tracker.stats.tracked).toEqual(counts({ deferred: 2 }))
    await own.dispose()
    expect(order).toEqual(['second', 'first'])
    await own.dispose()
    await own[Symbol.asyncDispose]()
    expect([order.length, own.disposed]).toEqual([2, true])
  })

  test.each<[string, ScopeEnd | undefined]>([
    ['after the end', 'client-left'],
    ['a second time', undefined],
  ])('move %s: nothing is left, and what is given to it ends at once', async (_, end) => {
    const { scope, tracker } = tracked()
    if (end === undefined) scope.move()
    else scope.end(end)
    const own = scope.move()
    const order: string[] = []
    own.defer(() => order.push('done'))
    expect([own.disposed, order, tracker.stats.late]).toEqual([true, ['done'], 1])
    await own.dispose()
    expect(order).toEqual(['done'])
  })
})

describe('asynchronous disposers', () => {
  test('are awaited one after the other, and the promise of a moved scope waits for all', async () => {
    const { scope, tracker } = tracked()
    const order: string[] = []
    const slow = (name: string) => async () => {
      order.push(`${name} begins`)
      await settle()
      order.push(`${name} ends`)
    }
    scope.defer(slow('first'))
    scope.defer(() => order.push('between'))
    scope.defer(slow('second'))
    await scope.move().dispose()
    expect(order).toEqual(['second begins', 'second ends', 'between', 'first begins', 'first ends'])
    expect(tracker.stats.disposed).toEqual(counts({ deferred: 3 }))
  })

  test('F27: one that hangs is given up after disposeTimeoutMs, and those below it still run', async () => {
    const { scope, clock, errors, tracker } = tracked({ disposeTimeoutMs: 100 })
    const order: string[] = []
    scope.defer(() => order.push('below'))
    scope.adopt(1, () => new Promise(() => {}))
    scope.end('finished')
    clock.advance(99)
    await settle()
    expect(order).toEqual([])
    clock.advance(1)
    await settle()
    expect(order).toEqual(['below'])
    expect(tracker.stats.failures).toEqual(counts({ adopted: 1 }))
    expect(errors).toMatchObject([{ code: 'ERR_PLIMSOLL_DISPOSE_TIMEOUT' }])
    expect(clock.pending).toBe(0)
  })

  test('F27: timers and listeners do not wait for one that hangs; what it may rely on does', async () => {
    const { scope, clock, tracker } = tracked({ disposeTimeoutMs: 100 })
    const bus = new EventEmitter()
    const order: string[] = []
    scope.defer(() => order.push('opened first'))
    const timers = [scope.setInterval(() => {}, 60_000), scope.setTimeout(() => {}, 60_000)]
    scope.on(bus, 'news', () => {})
    scope.defer(() => new Promise(() => {}))
    scope.setImmediate(() => order.push('an immediate'))
    scope.end('client-left')
    expect(timers.map((timer) => (timer as { _destroyed?: boolean })._destroyed)).toEqual([true, true])
    expect([bus.listenerCount('news'), order]).toEqual([0, []])
    expect(tracker.stats.disposed).toEqual(counts({ timer: 3, listener: 1 }))
    clock.advance(100)
    await settle()
    expect(order).toEqual(['opened first'])
  })

  test('F27: one that rejects after it was given up is no unhandled rejection', async () => {
    const { scope, clock, errors } = tracked({ disposeTimeoutMs: 100 })
    const hanging = { reject: (_error: Error): void => {} }
    scope.defer(() => new Promise((_resolve, reject) => Object.assign(hanging, { reject })))
    scope.end('finished')
    clock.advance(100)
    hanging.reject(new Error('too late'))
    await settle()
    expect(errors).toMatchObject([{ code: 'ERR_PLIMSOLL_DISPOSE_TIMEOUT' }])
  })

  test('F27: a thenable that throws when it is asked is a failure like another', async () => {
    const { scope, errors } = tracked()
    const order: string[] = []
    scope.defer(() => order.push('below'))
    scope.defer(() => ({
      // biome-ignore lint/suspicious/noThenProperty: a thenable is what is tested
      then() {
        throw new Error('evil')
      },
    }))
    scope.defer(() => ({
      // biome-ignore lint/suspicious/noThenProperty: a thenable is what is tested
      get then() {
        throw new Error('more evil')
      },
    }))
    scope.end('finished')
    await settle()
    expect(order).toEqual(['below'])
    expect(errors.map(String)).toEqual(['Error: more evil', 'Error: evil'])
  })
})

describe('added after the end', () => {
  test('is disposed of at once, and counted as late', async () => {
    const { scope, tracker, errors } = tracked()
    scope.end('finished')
    const order: string[] = []
    scope.defer(() => order.push('deferred'))
    scope.use({ close: () => order.push('closed') })
    expect(order).toEqual(['deferred', 'closed'])
    scope.defer(() => Promise.reject(new Error('mine')))
    await settle()
    expect(errors.map(String)).toEqual(['Error: mine'])
    expect(tracker.stats).toMatchObject({ late: 3, tracked: counts({}) })
  })

  test('F27: a disposer that adds more: that is disposed of at once, before those below', () => {
    const { scope, tracker } = tracked()
    const order: string[] = []
    scope.defer(() => order.push('below'))
    scope.defer(() => {
      order.push('adds')
      scope.defer(() => order.push('added'))
    })
    scope.end('finished')
    expect(order).toEqual(['adds', 'added', 'below'])
    expect(tracker.stats.late).toBe(1)
  })
})

describe('F25: very many resources', () => {
  test('100 000 are disposed of without deep recursion, in order', () => {
    const { scope, tracker } = tracked()
    let next = 100_000
    let inOrder = 0
    for (let i = 1; i <= 100_000; i += 1) {
      scope.defer(() => {
        if (i === next) inOrder += 1
        next = i - 1
      })
    }
    expect(tracker.stats.tracked).toEqual(counts({ deferred: 100_000 }))
    scope.end('finished')
    expect(inOrder).toBe(100_000)
    expect(tracker.stats.tracked).toEqual(counts({}))
  })

  test('a million in ten requests', () => {
    const { tracker } = tracked()
    const scopes = Array.from({ length: 10 }, () => tracker.open())
    let disposed = 0
    const dispose = () => {
      disposed += 1
    }
    for (let i = 0; i < 100_000; i += 1) for (const scope of scopes) scope.defer(dispose)
    expect(tracker.stats.tracked.deferred).toBe(1_000_000)
    for (const scope of scopes) scope.end('finished')
    expect([disposed, tracker.stats.tracked.deferred]).toEqual([1_000_000, 0])
  })

  test('10 000 asynchronous ones end too', async () => {
    const { scope, tracker } = tracked()
    for (let i = 0; i < 10_000; i += 1) scope.defer(async () => {})
    await scope.move().dispose()
    expect(tracker.stats.disposed).toEqual(counts({ deferred: 10_000 }))
  })

  test('beyond the cap they are returned untracked and counted, and told once', () => {
    const { scope, tracker, errors } = tracked({ maxResources: 3 })
    let closed = 0
    const close = () => {
      closed += 1
    }
    const values = Array.from({ length: 10 }, () => ({ close }))
    for (const value of values) expect(scope.use(value)).toBe(value)
    expect(errors).toMatchObject([{ code: 'ERR_PLIMSOLL_RESOURCE_LIMIT' }])
    expect(errors[0]).toBeInstanceOf(PlimsollError)
    scope.end('finished')
    expect([closed, tracker.stats.overflow]).toEqual([3, 7])
  })
})

test('F35: an onError that throws or rejects hurts nobody', async () => {
  const rejecting = (): Promise<never> => Promise.reject(new Error('reporter'))
  const throwing = (): never => {
    throw new Error('reporter')
  }
  for (const onError of [throwing, rejecting]) {
    const { scope } = tracked({}, { onError })
    const order: string[] = []
    scope.defer(() => order.push('below'))
    scope.defer(() => {
      throw new Error('mine')
    })
    scope.use(5 as never)
    scope.end('finished')
    expect(order).toEqual(['below'])
  }
  await settle()
})

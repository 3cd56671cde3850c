import fc from 'fast-check'
import type { Files } from '../src/platform/files.js'
import { nodeTimers, type Timers } from '../src/platform/timers.js'
import type { RequestScope, ResourceScope } from '../src/scope/resource-scope.js'
import { settle, tracked } from './tracked.js'

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((total, count) => total + count, 0)

describe('F26: the same resource again and again', () => {
  type Step = { readonly what: 'use' | 'end' | 'move'; readonly scope: number; readonly resource: number }
  const step: fc.Arbitrary<Step> = fc.record({
    what: fc.constantFrom('use', 'use', 'use', 'end', 'move'),
    scope: fc.nat(3),
    resource: fc.nat(3),
  })

  test('in one scope or several: disposed of once, when the last lets go, and taken up anew afterwards', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { tracker } = tracked()
        const scopes: ResourceScope[] = Array.from({ length: 4 }, () => tracker.open())
        const disposed = [0, 0, 0, 0]
        const resources = disposed.map((_, index) => ({
          close() {
            disposed[index] = disposed[index]! + 1
          },
        }))
        const expected = [0, 0, 0, 0]
        const held = scopes.map(() => new Set<number>())
        const isHeld = (resource: number) => held.some((set) => set.has(resource))
        for (const { what, scope, resource } of steps) {
          if (what === 'use') {
            if (!scopes[scope]!.disposed) held[scope]!.add(resource)
            else if (!isHeld(resource)) expected[resource]! += 1
            expect(scopes[scope]!.use(resources[resource])).toBe(resources[resource])
          } else if (what === 'end') {
            const released = [...held[scope]!]
            held[scope]!.clear()
            for (const each of released) if (!isHeld(each)) expected[each]! += 1
            ;(scopes[scope] as RequestScope).end('finished')
          } else {
            scopes[scope] = scopes[scope]!.move()
          }
          expect(disposed).toEqual(expected)
          expect(tracker.stats.tracked.disposable).toBe(held.reduce((total, set) => total + set.size, 0))
        }
      }),
    )
  })

  test('a pooled object that is given to the next request while it is released', () => {
    const { tracker } = tracked()
    const [first, second] = [tracker.open(), tracker.open()]
    let released = 0
    const pooled = {
      close() {
        released += 1
        if (released === 1) second.use(pooled)
      },
    }
    first.use(pooled)
    first.end('finished')
    expect(released).toBe(1)
    second.end('finished')
    expect(released).toBe(2)
  })

  test('disposed of by hand, during disposal, and by ending the scope from a disposer', () => {
    const { scope } = tracked()
    const order: string[] = []
    const below = { close: () => order.push('below') }
    scope.use(below)
    scope.defer(() => {
      order.push('above')
      scope.end('finished')
      below.close()
    })
    scope.end('client-left')
    expect(order).toEqual(['above', 'below', 'below'])
  })
})

describe('F27: disposers of every kind', () => {
  const behaviour = fc.constantFrom('ok', 'throws', 'resolves', 'rejects', 'hangs', 'adds', 'ends')

  test('each runs once, last in first out, and each failure is counted', async () => {
    const run = async (behaviours: readonly string[]): Promise<void> => {
      const { scope, clock, errors, tracker } = tracked({ disposeTimeoutMs: 10 })
      const order: number[] = []
      const does: Record<string, (index: number) => unknown> = {
        ok: () => 1,
        throws: (index) => {
          throw index
        },
        resolves: async () => Promise.resolve(),
        rejects: (index) => Promise.reject(index),
        hangs: () => new Promise(() => {}),
        adds: () => scope.defer(() => {}),
        ends: () => scope.end('finished'),
      }
      behaviours.forEach((each, index) => {
        scope.defer(() => {
          order.push(index)
          return does[each]?.(index)
        })
      })
      let done = false
      void scope
        .move()
        .dispose()
        .then(() => {
          done = true
        })
      while (!done) {
        await settle()
        await settle()
        clock.advance(10)
      }
      const indexes = behaviours.map((_, index) => index).reverse()
      const failing = indexes.filter((index) => ['throws', 'rejects', 'hangs'].includes(behaviours[index]!))
      expect(order).toEqual(indexes)
      expect(tracker.stats.failures.deferred).toBe(failing.length)
      expect(errors).toHaveLength(failing.length)
      expect(errors.filter((error) => typeof error === 'number')).toEqual(
        failing.filter((index) => behaviours[index] !== 'hangs'),
      )
      expect(clock.pending).toBe(0)
    }
    await fc.assert(fc.asyncProperty(fc.array(behaviour, { maxLength: 12 }), run))
  })
})

describe('F28: whatever is given', () => {
  // The numbers that are made up here are descriptors and timers of the process that runs the tests.
  const files: Files = {
    open: () => Promise.reject(new Error('not here')),
    identityOf: (descriptor) => (descriptor % 2 === 0 ? 'a file' : undefined),
    close: () => Promise.resolve(),
    isDirectory: (_value): _value is never => false,
    isOpenDirectory: () => false,
  }
  const timers: Timers = { ...nodeTimers, clear: () => {} }
  const evil = {
    get: () => {
      throw new Error('trap')
    },
    has: () => {
      throw new Error('trap')
    },
    getPrototypeOf: () => {
      throw new Error('trap')
    },
  }
  const revoked = (): unknown => {
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    return proxy
  }
  const throwing = (name: PropertyKey) =>
    Object.defineProperty({}, name, {
      get() {
        throw new Error('getter')
      },
    })
  const value: fc.Arbitrary<unknown> = fc.oneof(
    fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true }),
    fc.anything().map((each) => (typeof each === 'object' ? Object.freeze(each) : each)),
    fc.constantFrom(() => {}, Symbol('mine'), class {}, null, undefined, Number.NaN),
    fc
      .constantFrom('close', 'destroy', 'fd', 'hasRef', 'pipe', Symbol.dispose, Symbol.asyncDispose)
      .map(throwing),
    fc.constant({ close: 'no function', destroy: 7, [Symbol.dispose]: null }),
  )
  // Made only when it is used: what generates values looks at them.
  const made: fc.Arbitrary<() => unknown> = fc.oneof(
    { weight: 5, arbitrary: value.map((each) => () => each) },
    fc.constantFrom(
      () => new Proxy({}, evil),
      () => new Proxy(() => {}, evil),
      revoked,
    ),
  )

  test('nothing is thrown, the value is returned unchanged, and what cannot be closed is counted', async () => {
    const run = async (makers: readonly (() => unknown)[]): Promise<void> => {
      const { scope, errors, tracker } = tracked({}, { files, timers })
      let calls = 0
      for (const each of makers.map((make) => make()) as never[]) {
        const given = [
          scope.use(each),
          scope.adopt(each, each),
          scope.timers.add(each),
          scope.fileHandles.add(each),
          scope.eventListeners.add(each, 'news', each),
          scope.on(each, 'news', each),
          scope.once(each, each, each),
        ]
        scope.defer(each)
        scope.addEventListener(each, each, each)
        for (const one of given) expect(Object.is(one, each)).toBe(true)
        calls += given.length + 2
      }
      const { misused } = tracker.stats
      expect(errors).toHaveLength(misused)
      expect(misused + sum(tracker.stats.tracked)).toBeLessThanOrEqual(calls)
      scope.end('finished')
      await settle()
      expect(tracker.stats.tracked).toEqual(tracked().tracker.stats.tracked)
    }
    await fc.assert(fc.asyncProperty(fc.array(made, { maxLength: 8 }), run))
  })

  test.each<[string, unknown]>([
    ['a primitive', 5],
    ['a text', 'text'],
    ['a function', () => {}],
    ['a frozen object', Object.freeze({})],
    ['a proxy that throws', new Proxy({}, evil)],
    ['a revoked proxy', revoked()],
    ['a getter that throws', throwing(Symbol.dispose)],
    ['an object without a method to close it', { open() {} }],
  ])('use: %s', (_name, given) => {
    const { scope, errors, tracker } = tracked()
    expect(Object.is(scope.use(given as never), given)).toBe(true)
    expect(errors).toMatchObject([{ code: 'ERR_PLIMSOLL_RESOURCE' }])
    expect(tracker.stats.misused).toBe(1)
  })
})

test('F25: whatever is added, fires, is deleted and swept, what is tracked is what is disposed of', () => {
  const step = fc.constantFrom('defer', 'use', 'on', 'off', 'delete', 'interval', 'clear')
  fc.assert(
    fc.property(fc.array(step, { minLength: 100, maxLength: 400 }), (steps) => {
      const { scope, tracker } = tracked()
      const emitter = new (require('node:events') as typeof import('node:events'))().setMaxListeners(0)
      const timers: NodeJS.Timeout[] = []
      let deferred = 0
      let ran = 0
      for (const each of steps) {
        if (each === 'defer') {
          deferred += 1
          scope.defer(() => {
            ran += 1
          })
        } else if (each === 'use') scope.use({ close: () => {} })
        else if (each === 'on') scope.on(emitter, 'news', () => {})
        else if (each === 'off') emitter.removeAllListeners('news')
        else if (each === 'interval') timers.push(scope.setInterval(() => {}, 60_000))
        else if (each === 'clear') clearInterval(timers.pop())
        else {
          const timer = timers.pop()
          expect(scope.timers.delete(timer as NodeJS.Timeout)).toBe(timer !== undefined)
          clearInterval(timer)
        }
      }
      const before = tracker.stats
      scope.end('finished')
      const { disposed } = tracker.stats
      expect(disposed).toEqual(before.tracked)
      expect([ran, emitter.listenerCount('news')]).toEqual([deferred, 0])
      for (const timer of timers) clearInterval(timer)
    }),
  )
})

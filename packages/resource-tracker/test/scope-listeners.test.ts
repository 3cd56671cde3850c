import { EventEmitter, getEventListeners } from 'node:events'
import { counts, tracked } from './tracked.js'

describe('listeners of a scope', () => {
  test('on: registered as by the emitter itself, and taken off at the end', () => {
    const { scope, tracker } = tracked()
    const emitter = new EventEmitter()
    const calls: unknown[] = []
    const listener = function (this: unknown, ...args: unknown[]) {
      calls.push([this, ...args])
    }
    expect(scope.on(emitter, 'news', listener)).toBe(emitter)
    expect(emitter.listeners('news')).toEqual([listener])
    emitter.emit('news', 1, 2)
    expect(calls).toEqual([[emitter, 1, 2]])
    scope.end('finished')
    expect(emitter.listenerCount('news')).toBe(0)
    expect(tracker.stats.disposed).toEqual(counts({ listener: 1 }))
  })

  test('a listener that is frozen, or a proxy, is as good as any', () => {
    const emitter = new EventEmitter()
    for (const listener of [Object.freeze(() => {}), new Proxy(() => {}, {})]) {
      const [first, second] = [tracked().scope, tracked().scope]
      first.on(emitter, 'news', listener)
      second.on(emitter, 'news', listener)
      first.end('finished')
      expect(emitter.listeners('news')).toEqual([listener])
      second.end('finished')
      expect(emitter.listenerCount('news')).toBe(0)
    }
  })

  test('the same listener on twice is taken off twice, and nobody else is touched', () => {
    const { scope } = tracked()
    const emitter = new EventEmitter()
    const listener = () => {}
    const other = () => {}
    emitter.on('news', other)
    emitter.on('news', listener)
    scope.on(emitter, 'news', listener)
    scope.on(emitter, 'news', listener)
    scope.end('finished')
    expect(emitter.listeners('news')).toEqual([other, listener])
  })

  test('once: leaves the scope when it was called, and may be taken off by hand', () => {
    const { scope, tracker } = tracked()
    const emitter = new EventEmitter()
    const calls: unknown[] = []
    const listener = function (this: unknown, value: unknown) {
      calls.push([this, value])
    }
    scope.once(emitter, 'news', listener)
    emitter.emit('news', 1)
    emitter.emit('news', 2)
    expect(calls).toEqual([[emitter, 1]])
    expect(tracker.stats.tracked).toEqual(counts({}))
    scope.once(emitter, 'news', listener)
    expect(emitter.listeners('news')).toEqual([listener])
    emitter.off('news', listener)
    expect(emitter.listenerCount('news')).toBe(0)
    scope.once(emitter, 'news', listener)
    scope.end('finished')
    expect(emitter.listenerCount('news')).toBe(0)
  })

  test('addEventListener: functions and objects, with options', () => {
    const { scope } = tracked()
    const target = new EventTarget()
    const calls: string[] = []
    scope.addEventListener(target, 'news', () => calls.push('function'))
    scope.addEventListener(target, 'news', { handleEvent: () => calls.push('object') }, { capture: true })
    scope.addEventListener(target, 'news', () => calls.push('once'), { once: true })
    target.dispatchEvent(new Event('news'))
    target.dispatchEvent(new Event('news'))
    expect(calls).toEqual(['function', 'object', 'once', 'function', 'object'])
    scope.end('finished')
    expect(getEventListeners(target, 'news')).toEqual([])
  })

  test('eventListeners.add registers nothing and takes off at the end, from emitters and targets', () => {
    const { scope } = tracked()
    const emitter = new EventEmitter()
    const target = new AbortController().signal
    const listener = () => {}
    expect(scope.eventListeners.add(emitter, 'news', listener)).toBe(listener)
    expect(emitter.listenerCount('news')).toBe(0)
    emitter.once('news', listener)
    target.addEventListener('abort', scope.eventListeners.add(target, 'abort', listener))
    scope.end('finished')
    expect(emitter.listenerCount('news')).toBe(0)
    expect(getEventListeners(target, 'abort')).toEqual([])
  })

  test('eventListeners.delete leaves one registered', () => {
    const { scope } = tracked()
    const emitter = new EventEmitter()
    const listener = () => {}
    scope.on(emitter, 'news', listener)
    expect(scope.eventListeners.delete(emitter, 'other', listener)).toBe(false)
    expect(scope.eventListeners.delete(emitter, 'news', listener)).toBe(true)
    scope.end('finished')
    expect(emitter.listeners('news')).toEqual([listener])
  })

  test('taken off by hand they are swept: a request of hours does not grow', () => {
    const { scope, tracker } = tracked()
    const emitter = new EventEmitter()
    const target = new EventTarget()
    const staying = () => {}
    scope.on(emitter, 'news', staying)
    scope.addEventListener(target, 'news', staying)
    for (let round = 0; round < 5_000; round += 1) {
      const listener = () => {}
      scope.on(emitter, 'news', listener)
      emitter.off('news', listener)
      scope.once(emitter, 'news', listener)
      emitter.off('news', listener)
      scope.addEventListener(target, 'news', listener)
      target.removeEventListener('news', listener)
    }
    expect(tracker.stats.tracked.listener).toBeLessThan(200)
    scope.end('finished')
    expect(emitter.listenerCount('news')).toBe(0)
    expect(getEventListeners(target, 'news')).toEqual([])
  })

  test('F25: 50 000 on one emitter are swept and taken off in reasonable time', () => {
    const { scope } = tracked()
    const emitter = new EventEmitter().setMaxListeners(0)
    for (let i = 0; i < 50_000; i += 1) scope.on(emitter, 'news', () => {})
    scope.end('finished')
    expect(emitter.listenerCount('news')).toBe(0)
  })

  test.each([
    ['on', 5],
    ['on', null],
    ['on', {}],
    ['once', undefined],
    ['once', {}],
    ['addEventListener', 'text'],
    ['addEventListener', {}],
  ] as const)('F28: %s on %j is reported and counted, and throws nothing', (method, emitter) => {
    const { scope, errors, tracker } = tracked()
    scope[method](emitter as never, 'news', () => {})
    expect(errors).toMatchObject([{ code: 'ERR_PLIMSOLL_RESOURCE' }])
    expect(tracker.stats).toMatchObject({ misused: 1, tracked: counts({}) })
  })

  test('what an emitter or a target refuses is refused as it does without a scope', () => {
    const { scope, errors, tracker } = tracked()
    const emitter = new EventEmitter()
    const bad = 'no function' as never
    const refused = { code: 'ERR_INVALID_ARG_TYPE' }
    expect(() => scope.on(emitter, 'news', bad)).toThrow(expect.objectContaining(refused))
    expect(() => scope.once(emitter, 'news', bad)).toThrow(expect.objectContaining(refused))
    expect(() => scope.addEventListener(new EventTarget(), 'news', bad)).toThrow(
      expect.objectContaining(refused),
    )
    const strict = Object.assign(new EventEmitter(), {
      on: () => {
        throw new RangeError('no such event')
      },
    })
    expect(() => scope.on(strict, 'news', () => {})).toThrow('no such event')
    expect([errors, tracker.stats.tracked]).toEqual([[], counts({})])
  })

  test('F28: eventListeners.add registers nothing, and reports what is no listener', () => {
    const { scope, errors } = tracked()
    scope.eventListeners.add(new EventEmitter(), 'news', 7 as never)
    expect(errors).toMatchObject([{ code: 'ERR_PLIMSOLL_RESOURCE' }])
  })

  test('thousands that others have added are not read for a few of our own', () => {
    const { scope } = tracked()
    const crowded = new EventEmitter().setMaxListeners(0)
    const read = jest.spyOn(crowded, 'listeners')
    for (let index = 0; index < 5000; index += 1) crowded.on('news', () => {})
    for (let index = 0; index < 100; index += 1) scope.on(crowded, 'news', () => {})
    expect(read).not.toHaveBeenCalled()
    scope.end('finished')
    expect(crowded.listenerCount('news')).toBe(5000)
  })

  test('nor are they for ever: what was taken off by hand goes once it has made up for them', () => {
    const { scope, tracker } = tracked()
    const crowded = new EventEmitter().setMaxListeners(0)
    for (let index = 0; index < 5000; index += 1) crowded.on('news', () => {})
    for (let index = 0; index < 5000; index += 1) {
      const listener = () => {}
      scope.on(crowded, 'news', listener)
      crowded.off('news', listener)
    }
    expect(tracker.stats.tracked.listener).toBeLessThan(1000)
    scope.end('finished')
  })

  test('F25: thousands of one target are taken off oldest first, as it looks for them, when the newest is due', () => {
    const { scope } = tracked()
    const order: unknown[] = []
    const target = new (class extends EventTarget {
      override removeEventListener(...args: Parameters<EventTarget['removeEventListener']>): void {
        order.push(args[0])
        super.removeEventListener(...args)
      }
    })()
    scope.defer(() => order.push('below'))
    for (let index = 0; index < 1000; index += 1) scope.addEventListener(target, String(index), () => {})
    scope.defer(() => order.push('above'))
    scope.end('finished')
    const oldestFirst = Array.from({ length: 1000 }, (_, index) => String(index))
    expect(order).toEqual(['above', ...oldestFirst, 'below'])
  })
})

describe('F26: the same listener of two requests', () => {
  const two = () => {
    const { tracker } = tracked()
    return [tracker.open(), tracker.open()] as const
  }
  const shared = () => {}

  test('each takes off its own', () => {
    const bus = new EventEmitter()
    const [first, second] = two()
    first.on(bus, 'x', shared)
    second.on(bus, 'x', shared)
    second.end('finished')
    expect(bus.listenerCount('x')).toBe(1)
    first.end('finished')
    expect(bus.listenerCount('x')).toBe(0)
  })

  test('what was taken off by hand is not taken off again, from the other', () => {
    const bus = new EventEmitter()
    const [first, second] = two()
    first.on(bus, 'x', shared)
    second.on(bus, 'x', shared)
    bus.off('x', shared)
    second.end('finished')
    expect(bus.listenerCount('x')).toBe(1)
    first.end('finished')
    expect(bus.listenerCount('x')).toBe(0)
  })

  test('a target has it once, until the last of them ends', () => {
    const target = new EventTarget()
    const [first, second] = two()
    let heard = 0
    const listener = () => {
      heard += 1
    }
    first.addEventListener(target, 'x', listener)
    second.addEventListener(target, 'x', listener)
    first.end('finished')
    target.dispatchEvent(new Event('x'))
    expect(heard).toBe(1)
    second.end('finished')
    target.dispatchEvent(new Event('x'))
    expect(heard).toBe(1)
  })
})

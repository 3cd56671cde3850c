import { counts, settle, tracked } from './tracked.js'

const destroyed = (timer: NodeJS.Timeout | NodeJS.Immediate) => (timer as { _destroyed?: boolean })._destroyed
const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

describe('timers of a scope', () => {
  test('are the same objects as those of Node, and cleared at the end', () => {
    const { scope, tracker } = tracked()
    const timers = [
      scope.setTimeout(() => {}, 60_000),
      scope.setInterval(() => {}, 60_000),
      scope.setImmediate(() => {}),
    ] as const
    const native = [setTimeout(() => {}, 0), setInterval(() => {}, 60_000), setImmediate(() => {})] as const
    timers.forEach((timer, index) => {
      expect(Object.getPrototypeOf(timer)).toBe(Object.getPrototypeOf(native[index]))
    })
    clearInterval(native[1])
    expect(tracker.stats.tracked).toEqual(counts({ timer: 3 }))
    scope.end('finished')
    expect(timers.map(destroyed)).toEqual([true, true, true])
    expect(tracker.stats.disposed).toEqual(counts({ timer: 3 }))
  })

  test('call with the timer as this, and the arguments', async () => {
    const { scope } = tracked()
    const calls: unknown[] = []
    function record(this: unknown, ...args: unknown[]) {
      calls.push([this, ...args])
    }
    const timer = scope.setTimeout(record, 0, 'a', 1)
    const immediate = scope.setImmediate(record, 'b')
    await after(5)
    expect(calls).toHaveLength(2)
    expect(calls).toContainEqual([timer, 'a', 1])
    expect(calls).toContainEqual([immediate, 'b'])
    scope.end('finished')
  })

  test('leave the scope when they have fired', async () => {
    const { scope, tracker } = tracked()
    scope.setTimeout(() => {}, 1)
    scope.setImmediate(() => {})
    await after(10)
    expect(tracker.stats.tracked).toEqual(counts({}))
    scope.end('finished')
    expect(tracker.stats.disposed).toEqual(counts({}))
  })

  test('one that arms itself again stays', async () => {
    const { scope, tracker } = tracked()
    let fired = 0
    const timer = scope.setTimeout(() => {
      fired += 1
      if (fired < 3) timer.refresh()
    }, 1)
    while (fired < 2) await after(1)
    expect(tracker.stats.tracked).toEqual(counts({ timer: fired < 3 ? 1 : 0 }))
    while (fired < 3) await after(1)
    await settle()
    expect(tracker.stats.tracked).toEqual(counts({}))
  })

  test('a callback that throws is reported as without a scope, and leaves it', () => {
    jest.useFakeTimers()
    try {
      const { scope, tracker } = tracked()
      scope.setTimeout(() => {
        throw new Error('mine')
      }, 10)
      expect(() => jest.advanceTimersByTime(10)).toThrow('mine')
      expect(tracker.stats.tracked).toEqual(counts({}))
    } finally {
      jest.useRealTimers()
    }
  })

  test('what Node refuses is refused as Node does', () => {
    const { scope, tracker } = tracked()
    for (const make of ['setTimeout', 'setInterval', 'setImmediate'] as const) {
      expect(() => scope[make]('no function' as never)).toThrow(/callback/)
    }
    expect(tracker.stats.tracked).toEqual(counts({}))
  })

  test('after the end they are made and cleared at once', () => {
    const { scope, tracker } = tracked()
    scope.end('finished')
    expect(destroyed(scope.setTimeout(() => {}, 1))).toBe(true)
    expect(destroyed(scope.setImmediate(() => {}))).toBe(true)
    expect(tracker.stats.late).toBe(2)
  })

  test('timers.add takes what was made elsewhere, by object or number, once', () => {
    const { scope, tracker } = tracked()
    const timer = setTimeout(() => {}, 60_000)
    const numbered = setInterval(() => {}, 60_000)
    expect(scope.timers.add(timer)).toBe(timer)
    scope.timers.add(timer)
    scope.use(timer)
    scope.timers.add(scope.setInterval(() => {}, 60_000))
    expect(scope.timers.add(+numbered)).toBe(+numbered)
    expect(tracker.stats.tracked).toEqual(counts({ timer: 3 }))
    scope.end('finished')
    expect([timer, numbered].map(destroyed)).toEqual([true, true])
  })

  test('timers.delete leaves one alone', () => {
    const { scope } = tracked()
    const timer = scope.setTimeout(() => {}, 60_000)
    expect(scope.timers.delete(timer)).toBe(true)
    expect(scope.timers.delete(timer)).toBe(false)
    scope.end('finished')
    expect(destroyed(timer)).toBe(false)
    clearTimeout(timer)
  })

  test('by number they are swept, too, when they have fired or were cleared', async () => {
    const { scope, tracker } = tracked()
    for (let round = 0; round < 1000; round += 1) scope.timers.add(Number(setTimeout(() => {}, 1)))
    const cleared = Array.from({ length: 100 }, () => setInterval(() => {}, 60_000))
    for (const timer of cleared) scope.timers.add(Number(timer))
    for (const timer of cleared) clearInterval(timer)
    const running = setInterval(() => {}, 60_000)
    scope.timers.add(Number(running))
    await after(20)
    for (let round = 0; round < 1000; round += 1) scope.timers.add(Number(setTimeout(() => {}, 60_000)))
    expect(tracker.stats.tracked.timer).toBeLessThan(1010)
    scope.end('finished')
    expect(destroyed(running)).toBe(true)
  })

  test('timers are asked for their numbers as before, once nobody holds one', () => {
    const prototype = Object.getPrototypeOf(setTimeout(() => {}, 0))
    const before = Object.getOwnPropertyDescriptor(prototype, Symbol.toPrimitive)
    const { scope } = tracked()
    const timer = setTimeout(() => {}, 60_000)
    scope.timers.add(Number(timer))
    expect(Number(timer)).toBe(Number(timer))
    scope.end('finished')
    expect(Object.getOwnPropertyDescriptor(prototype, Symbol.toPrimitive)).toEqual(before)
  })

  test('cleared by hand they are swept: a request of hours does not grow', () => {
    const { scope, tracker } = tracked()
    for (let round = 0; round < 10_000; round += 1) {
      clearInterval(scope.setInterval(() => {}, 60_000))
      clearTimeout(scope.setTimeout(() => {}, 60_000))
    }
    expect(tracker.stats.tracked.timer).toBeLessThan(200)
    scope.end('finished')
  })
})

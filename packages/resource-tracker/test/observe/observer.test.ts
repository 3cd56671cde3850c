import fc from 'fast-check'
import { type FakeResource, fakeResource, watched } from './watched.js'

const IN_TICKER = 'ticker (/app/ticker.js:4:3)'
const IN_POOL = 'connect (/app/node_modules/pg/lib/client.js:9:9)'

describe('what is outstanding', () => {
  test('a leak is told once, by kind, route and place, with count and age', () => {
    const { clock, events, logger, observer, requests } = watched()
    requests(50, '/ticker', () => [fakeResource({ stack: IN_TICKER })])
    expect(observer.outstanding()).toEqual([])

    clock.advance(1500)
    expect(observer.outstanding()).toEqual([
      {
        ...{ kind: 'timer', route: '/ticker', count: 50, oldestMs: 2000, stack: [IN_TICKER] },
        site: { functionName: 'ticker', file: '/app/ticker.js', line: 4, column: 3 },
      },
    ])
    clock.advance(10_000)
    expect(events).toHaveLength(1)
    expect(logger.messages('warn')).toEqual([
      '[plimsoll] /ticker leaves timers behind: 50, the oldest for 2 s, opened in ticker (/app/ticker.js:4:3)',
    ])
  })

  test('what was closed before the grace time is over was no leak', () => {
    const { clock, events, observer, requests } = watched()
    const opened: FakeResource[] = []
    requests(50, '/ticker', () => {
      opened.push(fakeResource())
      return opened.slice(-1)
    })
    clock.advance(400)
    for (const each of opened) each.open = false
    clock.advance(5000)
    expect(observer.outstanding()).toEqual([])
    expect(events).toEqual([])
    expect(clock.pending).toBe(0)
  })

  test('one request may open a thousand: that is a start-up, not growth', () => {
    const { clock, observer, request, requests } = watched()
    request('/first', ...Array.from({ length: 1000 }, () => fakeResource({ kind: 'descriptor' })))
    requests(1000, '/first', () => [])
    clock.advance(5000)
    expect(observer.outstanding()).toEqual([])
  })

  test('a pool is as large as there were requests in flight, and no leak', () => {
    const { clock, observer, requests } = watched()
    const busy = Array.from({ length: 40 }, () => observer.begin())
    for (const trace of busy) {
      trace?.add(fakeResource({ kind: 'socket', stack: IN_POOL }))
      if (trace !== undefined) observer.end(trace, '/query')
    }
    requests(1000, '/query', () => [])
    clock.advance(5000)
    expect(observer.outstanding()).toEqual([])
  })

  test('a pool whose members come and go is no leak, however often', () => {
    const { observer, events, requests } = watched()
    const pool: FakeResource[] = []
    requests(5000, '/query', (index) => {
      if (index % 50 > 0) return []
      pool.push(fakeResource({ kind: 'descriptor', stack: IN_POOL }))
      const oldest = pool.at(-4)
      if (oldest !== undefined) oldest.open = false
      return pool.slice(-1)
    })
    expect(observer.outstanding()).toEqual([])
    expect(events).toEqual([])
  })

  test("what waits in a pool is nobody's; ever more that wait for one address are of many pools", () => {
    const { clock, observer, requests } = watched()
    const sockets: FakeResource[] = []
    requests(50, '/fetch', () => {
      sockets.push(fakeResource({ kind: 'socket', stack: IN_POOL }))
      return sockets.slice(-1)
    })
    for (const [index, each] of sockets.entries()) each.idle = `host-${index % 5}:80`
    clock.advance(5000)
    expect(observer.outstanding()).toEqual([])
    for (const each of sockets) each.idle = 'host:80'
    clock.advance(1000)
    expect(observer.outstanding()).toMatchObject([{ kind: 'socket', count: 50, package: 'pg' }])
  })

  test('what is busy for longer than the grace time is retracted when the first of it ends', () => {
    const { clock, events, observer } = watched()
    const jobs: FakeResource[] = []
    for (let index = 0; index < 500; index += 1) {
      jobs.push(fakeResource({ stack: IN_TICKER }))
      const trace = observer.begin()
      trace?.add(jobs.at(-1) as FakeResource)
      if (trace !== undefined) observer.end(trace, '/job')
      const over = jobs.at(-100)
      if (over !== undefined) over.open = false
      clock.advance(50)
    }
    expect(events).toHaveLength(1)
    expect(observer.outstanding()).toEqual([])
  })

  test('a timeout that is merely pending is waited for', () => {
    const { clock, observer, requests } = watched()
    requests(50, '/race', () => [fakeResource({ ripeAtMs: 60_000 })])
    clock.advance(30_000)
    expect(observer.outstanding()).toEqual([])
    clock.advance(31_000)
    expect(observer.outstanding()).toMatchObject([{ count: 50 }])
  })

  test('what has come to rest is retracted, and told again when it grows again', () => {
    const { clock, events, observer, requests } = watched()
    const leak = (): FakeResource[] => [fakeResource({ stack: IN_TICKER })]
    requests(50, '/ticker', leak)
    clock.advance(2000)
    expect(observer.outstanding()).toHaveLength(1)
    requests(2000, '/ticker', () => [])
    clock.advance(2000)
    expect(observer.outstanding()).toEqual([])
    requests(2000, '/ticker', leak)
    clock.advance(2000)
    expect(observer.outstanding()).toMatchObject([{ count: 2050 }])
    expect(events).toHaveLength(2)
  })

  test('requests of other routes do not make a leak look like a plateau', () => {
    const { clock, observer, requests } = watched()
    requests(50, '/ticker', () => [fakeResource({ stack: IN_TICKER })])
    requests(5000, '/health', () => [])
    clock.advance(2000)
    expect(observer.outstanding()).toMatchObject([{ route: '/ticker', count: 50 }])
  })

  test('what continues after the response is counted from its end', () => {
    const { clock, observer, requests } = watched()
    const chains: { readonly trace: ReturnType<typeof observer.begin>; timer: FakeResource }[] = []
    requests(20, '/poll', () => [])
    for (let index = 0; index < 20; index += 1) {
      const trace = observer.begin()
      if (trace !== undefined) observer.end(trace, '/poll')
      chains.push({ trace, timer: fakeResource() })
      clock.advance(10)
    }
    // Each arms the next one just before it is over: no single timer grows old.
    for (let round = 0; round < 20; round += 1) {
      for (const chain of chains) {
        const next = fakeResource({ ripeAtMs: chain.trace?.ripeAtMs(100) ?? 0, stack: IN_TICKER })
        chain.trace?.add(next)
        chain.timer.open = false
        chain.timer = next
      }
      clock.advance(100)
    }
    expect(observer.outstanding()).toMatchObject([{ route: '/poll', kind: 'timer', count: 20 }])
  })

  test('F21: a response that streams for hours keeps no more than what is open', () => {
    const { observer } = watched()
    const trace = observer.begin()
    for (let index = 0; index < 100_000; index += 1) {
      const resource = fakeResource()
      trace?.add(resource)
      resource.open = false
    }
    expect(trace?.opened?.length).toBeLessThan(100)
  })

  test('F25: a million left open are counted up to a cap', () => {
    const { clock, logger, observer, request } = watched()
    for (let index = 0; index < 1000; index += 1) {
      request('/flood', ...Array.from({ length: 100 }, () => fakeResource({ stack: IN_TICKER })))
      clock.advance(10)
    }
    clock.advance(2000)
    expect(observer.outstanding()).toMatchObject([{ count: 10_000 }])
    expect(logger.lines.filter(({ message }) => /observe counts no more/.test(message))).toHaveLength(1)
  })

  test('a route that leaves very much open does not hide another', () => {
    const { clock, observer, request } = watched()
    for (let index = 0; index < 300; index += 1) {
      request('/flood', ...Array.from({ length: 100 }, () => fakeResource({ stack: IN_TICKER })))
      request('/files', fakeResource({ kind: 'descriptor' }))
      clock.advance(10)
    }
    clock.advance(2000)
    expect(observer.outstanding()).toContainEqual(expect.objectContaining({ route: '/files', count: 300 }))
  })

  test('one burst of requests does not hide for ever what leaks one by one', () => {
    const { clock, observer, request } = watched()
    const burst = Array.from({ length: 400 }, () => observer.begin())
    for (const trace of burst) if (trace !== undefined) observer.end(trace, '/slow')
    const leak = (): void => {
      for (let index = 0; index < 100; index += 1) {
        request('/files', fakeResource({ kind: 'descriptor' }))
        clock.advance(100)
      }
    }
    leak()
    leak()
    leak()
    clock.advance(2000)
    expect(observer.outstanding()).toMatchObject([{ route: '/files', count: 300 }])
  })

  test('P: with any mix of closing and keeping, only what is open is ever counted', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 200 }), (keeps) => {
        const { clock, observer, requests } = watched()
        requests(keeps.length, '/mixed', (index) => {
          const resource = fakeResource({ stack: IN_TICKER })
          resource.open = keeps[index] === true
          return [resource]
        })
        clock.advance(5000)
        const kept = keeps.filter(Boolean).length
        for (const { count } of observer.outstanding()) expect(count).toBe(kept)
      }),
    )
  })
})

import { type FakeFields, type FakeResource, fakeResource, watched } from './watched.js'

const IN_POOL = 'onRow (/app/rows.js:8:5)'

/** A pool whose connections were made by the first requests, and which calls back in their name. */
function pooled(connections: number) {
  const app = watched()
  const makers = Array.from({ length: connections }, () => app.request('/query'))
  let served = 0
  return {
    ...app,
    /** Requests that open something in a callback of the pool, some ms apart. */
    queries(count: number, open: () => FakeResource, everyMs = 10): void {
      for (let index = 0; index < count; index += 1) {
        const trace = app.observer.begin()
        makers[served++ % connections]?.add(open())
        if (trace !== undefined) app.observer.end(trace, '/query')
        app.clock.advance(everyMs)
      }
    },
  }
}

describe('what is opened in the name of a request that has ended', () => {
  test.each([1, 5])('a pool of %i that calls back: a leak is told by its place', (connections) => {
    const { clock, events, observer, queries } = pooled(connections)
    queries(100, () => fakeResource({ stack: IN_POOL }))
    clock.advance(2000)
    expect(observer.outstanding()).toMatchObject([
      { kind: 'timer', route: 'unknown', count: 100, site: { file: '/app/rows.js', line: 8 } },
    ])
    expect(events).toHaveLength(1)
  })

  test('what comes and goes there is none', () => {
    const { clock, events, observer, queries } = pooled(3)
    const open: FakeResource[] = []
    queries(500, () => {
      open.push(fakeResource({ stack: IN_POOL }))
      const over = open.at(-20)
      if (over !== undefined) over.open = false
      return open.at(-1) as FakeResource
    })
    for (const each of open) each.open = false
    clock.advance(5000)
    expect(observer.outstanding()).toEqual([])
    expect(events).toEqual([])
  })

  test('a timeout that is set there is merely pending, whoever made the connection', () => {
    const { clock, events, queries } = pooled(1)
    queries(1000, () => {
      const fields: FakeFields = { stack: IN_POOL, ripeAtMs: 0, dueAtMs: clock.now() + 60_000 }
      return fakeResource(fields)
    })
    clock.advance(30_000)
    expect(events).toEqual([])
  })

  test('what a request itself opens after its response is told once, under its route', () => {
    const { clock, events, observer, request } = watched()
    for (let index = 0; index < 50; index += 1) {
      const trace = request('/export')
      clock.advance(5)
      trace?.add(fakeResource({ stack: IN_POOL }))
      clock.advance(5)
    }
    clock.advance(2000)
    expect(observer.outstanding()).toMatchObject([{ route: '/export', count: 50 }])
    expect(events).toHaveLength(1)
  })
})

import { fakeResource, watched } from './watched.js'

const leak = () => [fakeResource({ stack: 'open (/app/place.js:1:1)' })]

describe('the observer', () => {
  test('wraps nothing before its start, once however often started, and nothing after close', () => {
    const app = watched()
    app.observer.start()
    expect(app.installed).toBe(1)
    app.observer.close()
    app.observer.close()
    expect(app.installed).toBe(0)
    expect(app.observer.begin()).toBeUndefined()
  })

  test('close leaves no timer and forgets everything', () => {
    const app = watched()
    app.requests(100, '/a', leak)
    const open = app.observer.begin()
    app.observer.close()
    expect(app.clock.pending).toBe(0)
    if (open !== undefined) app.observer.end(open, '/a')
    open?.add(fakeResource())
    expect(app.clock.pending).toBe(0)
    expect(app.observer.outstanding()).toEqual([])
  })

  test('no timer runs while nothing is held', () => {
    const app = watched()
    app.requests(100, '/a', () => [])
    expect(app.clock.pending).toBe(0)
  })

  test('a request ends once', () => {
    const { clock, observer } = watched()
    const trace = observer.begin()
    if (trace === undefined) throw new Error('not watched')
    trace.add(fakeResource())
    observer.end(trace, '/a')
    observer.end(trace, '/b')
    clock.advance(2000)
    expect(trace.request?.route.route).toBe('/a')
  })

  test('watches the share of the requests that was asked for', () => {
    let turn = 0
    const random = () => (turn++ % 10) / 10
    const { observer } = watched({ sampleRate: 0.3 }, { random })
    const traces = Array.from({ length: 100 }, () => observer.begin())
    expect(traces.filter((trace) => trace !== undefined)).toHaveLength(30)
  })

  test('F46: no more than ten lines in ten minutes; events are told all', () => {
    const app = watched()
    for (let route = 0; route < 100; route += 1) app.requests(10, `/${route}`, leak, 1)
    app.clock.advance(3000)
    expect(app.events).toHaveLength(100)
    expect(app.logger.lines).toHaveLength(10)
  })

  test('F35: a listener that throws is told to onError, and the others hear', () => {
    const app = watched()
    const late: unknown[] = []
    app.observer.onOutstanding(() => {
      throw new Error('mine')
    })
    app.observer.onOutstanding((found) => late.push(found))
    app.requests(20, '/a', leak)
    app.clock.advance(3000)
    expect(app.errors).toEqual([new Error('mine')])
    expect(late).toHaveLength(1)
  })

  test('what fails inside is told to onError, and never to who asks', () => {
    const app = watched(
      {},
      {
        originalOf: () => {
          throw new Error('broken')
        },
      },
    )
    app.requests(20, '/a', leak)
    app.clock.advance(3000)
    expect(app.errors).not.toHaveLength(0)
  })
})

import { type FakeResource, fakeResource, watched } from './watched.js'

const HERE = 'open (/app/here.js:1:1)'
const THERE = 'open (/app/there.js:1:1)'

describe('places', () => {
  test('those of which no stack was taken are told with the place of the others', () => {
    const { clock, observer, requests } = watched()
    requests(100, '/a', (index) => [fakeResource(index % 5 === 0 ? { stack: HERE } : {})])
    clock.advance(2000)
    expect(observer.outstanding()).toMatchObject([
      { count: 100, oldestMs: 3000, site: { file: '/app/here.js' } },
    ])
  })

  test('those of which no stack was taken are divided like the others', () => {
    const { clock, observer, requests } = watched()
    requests(300, '/a', (index) => [
      fakeResource(index >= 150 ? { stack: index % 3 > 0 ? HERE : THERE } : {}),
    ])
    clock.advance(2000)
    const counts = Object.fromEntries(observer.outstanding().map(({ site, count }) => [site?.file, count]))
    expect(counts).toEqual({ '/app/here.js': 200, '/app/there.js': 100 })
  })

  test('a pool beside a leak is not told with it', () => {
    const { clock, observer, requests } = watched()
    requests(200, '/a', (index) => [
      fakeResource({ stack: HERE }),
      ...(index < 10 ? [fakeResource({ stack: THERE })] : []),
    ])
    clock.advance(2000)
    expect(observer.outstanding()).toMatchObject([{ count: 200, site: { file: '/app/here.js' } }])
  })

  test('without any stack there is no site, and it is told one look later', () => {
    const { clock, events, observer, requests } = watched()
    requests(50, '/a', () => [fakeResource()], 1)
    clock.advance(1200)
    expect(observer.outstanding()).toMatchObject([{ kind: 'timer', count: 50 }])
    expect(observer.outstanding()[0]).not.toHaveProperty('site')
    expect(events).toEqual([])
    clock.advance(1000)
    expect(events).toHaveLength(1)
  })

  test('is told with its place as soon as it has one', () => {
    const { clock, events, requests } = watched()
    requests(50, '/a', () => [fakeResource()], 1)
    clock.advance(5000)
    requests(50, '/a', () => [fakeResource({ stack: HERE })], 1)
    clock.advance(5000)
    expect(events.map(({ site }) => site?.file)).toEqual([undefined, '/app/here.js'])
  })

  test('through source maps', () => {
    const originalOf = () => ({ functionName: 'open', file: '/app/here.ts', line: 7, column: 9 })
    const { clock, observer, requests } = watched({}, { originalOf })
    requests(20, '/a', () => [fakeResource({ stack: HERE })])
    clock.advance(2000)
    expect(observer.outstanding()[0]?.site).toEqual({ ...originalOf() })
  })

  test('stacks are wanted for frequent kinds only after something outlived its request', () => {
    const { observer, request } = watched()
    expect(observer.wantsStack('timer', false)).toBe(false)
    request('/a', fakeResource())
    expect(observer.wantsStack('timer', false)).toBe(true)
    expect(observer.wantsStack('listener', false)).toBe(false)
  })
})

describe('listeners', () => {
  const bus = {}
  const onBus = (): FakeResource => fakeResource({ kind: 'listener', stack: HERE, target: bus })

  test('count when many requests have added to the same, and three major collections have passed', () => {
    const app = watched()
    app.requests(50, '/a', () => [onBus()])
    for (const found of [0, 0, 0, 1]) {
      app.clock.advance(3000)
      expect(app.observer.outstanding()).toHaveLength(found)
      app.collect()
    }
    expect(app.observer.outstanding()).toMatchObject([{ kind: 'listener', count: 50 }])
  })

  test('that a collection removes are no leak, whatever their number before', () => {
    const app = watched()
    let onSignal: FakeResource[] = []
    app.requests(5000, '/fetch', (index) => {
      onSignal.push(onBus())
      if (index % 1000 === 999) {
        app.collect()
        for (const each of onSignal) each.open = false
        onSignal = []
      }
      return onSignal.slice(-1)
    })
    app.clock.advance(5000)
    expect(app.events).toEqual([])
  })

  test('one on each of many connections is no leak', () => {
    const app = watched()
    app.requests(500, '/a', () => [fakeResource({ kind: 'listener', stack: HERE, target: {} })])
    app.collect()
    app.clock.advance(5000)
    expect(app.observer.outstanding()).toEqual([])
  })

  test('collections are asked for when they alone are missing, and rarely', () => {
    const app = watched()
    app.requests(50, '/a', () => [fakeResource()])
    app.clock.advance(5000)
    expect(app.forced).toBe(0)
    app.requests(50, '/a', () => [onBus()])
    app.clock.advance(2500)
    expect(app.forced).toBe(3)
    app.clock.advance(6000)
    expect(app.forced).toBe(3)
    app.clock.advance(6000)
    expect(app.forced).toBe(6)
  })
})

import { SimulatedApp, type SimulatedSite, started } from './support/simulated-app.js'

const leak: SimulatedSite = { functionName: 'remember', bytesPerRequest: 2000, keeps: 'all' }

afterEach(() => {
  for (const app of started.splice(0)) app.monitor.stop()
})

describe('cost', () => {
  test('what is counted is read a hundred times in an observation, however often samples come', () => {
    const app = new SimulatedApp({})
    app.run(20)
    const reads = app.countReads
    app.samplesASecond = 20
    app.run(20)
    expect(app.countReads - reads).toBeLessThanOrEqual(101)
    expect(app.countReads - reads).toBeGreaterThanOrEqual(25)
  })

  test('requests are counted only while something is looked into or followed', () => {
    const idle = new SimulatedApp({ requestsPerSecond: 0 }).run(60)
    expect(idle.countsRequests).toBe(false)
    const leaky = new SimulatedApp({ sites: [leak] }).run(60)
    expect(leaky.told.leak[0]?.growth.perRequest).toBeDefined()
    expect(leaky.countsRequests).toBe(true)
    leaky.change([])
    while (leaky.countsRequests && leaky.second < 600) leaky.run(1)
    expect(leaky.told.retraction).toHaveLength(1)
    expect(leaky.monitor.state).toBe('watching')
    leaky.change([leak])
    leaky.run(30)
    expect(leaky.countsRequests).toBe(true)
    leaky.monitor.stop()
    expect(leaky.countsRequests).toBe(false)
  })

  test('collections take at most a hundredth of the time', () => {
    const app = new SimulatedApp({ sites: [leak], pauseMs: 80 }).run(300)
    const { pausedMs, collections } = app.monitor.report()
    expect(collections).toBeGreaterThan(4)
    expect(pausedMs).toBeLessThan(0.012 * 300_000)
  })

  test('to end the sampling collects: at the price of a look, and not in the pause of the last one', () => {
    const app = new SimulatedApp({ sites: [leak], pauseMs: 80 })
    while (app.told.leak.length === 0) app.run(1)
    const { collections } = app
    expect(app.sampling).toBe(true)
    app.run(20)
    expect(app.sampling).toBe(false)
    expect(app.collections).toBeGreaterThan(collections)
    expect(app.monitor.report()).toMatchObject({ collections: app.collections, longestPauseMs: 80 })
  })

  test('what is counted is not waited for where collections take long, and bytes are', () => {
    const fields = (app: SimulatedApp) => ({ openDescriptors: 20 + app.second })
    const app = new SimulatedApp({ sites: [leak], fields, pauseMs: 400 }).run(45)
    expect(app.told.leak.map(({ kind }) => kind)).toEqual(['descriptors'])
    expect(app.collections).toBeLessThan(4)
    while (app.told.leak.length < 2 && app.second < 400) app.run(5)
    expect(app.told.leak.map(({ kind }) => kind)).toEqual(['descriptors', 'heap'])
    // Six points, forty seconds apart: looking went on, and one look was enough for what has doubled.
    expect(app.second).toBeLessThan(300)
  })

  test('nothing is asked of a process that is late', () => {
    const app = new SimulatedApp({ sites: [leak] }).run(3)
    app.loopDelayMs = 500
    app.run(60)
    expect(app.collections).toBe(0)
  })

  test("with profile: 'always' sampling begins with the monitor and ends with it", () => {
    const app = new SimulatedApp({ sites: [leak], monitor: { profile: 'always' } })
    expect(app.sampling).toBe(true)
    app.run(60)
    expect(app.told.leak[0]?.suspects[0]).toMatchObject({ functionName: 'remember' })
    expect(app.sampling).toBe(true)
    app.monitor.stop()
    expect(app.sampling).toBe(false)
  })

  test('with profile: false a leak is found and not named', () => {
    const app = new SimulatedApp({ sites: [leak], monitor: { profile: false } }).run(60)
    expect(app.told.leak[0]).toMatchObject({ kind: 'heap', suspects: [] })
    expect(app.sampling).toBe(false)
  })

  test.each(['on-suspicion', 'always'] as const)(
    'F60: a profiler that comes in between costs the name, not the leak; profile: %p',
    (profile) => {
      const app = new SimulatedApp({ sites: [leak], monitor: { profile } }).run(15)
      app.samplerTaken = true
      app.run(75)
      const blind = 'somebody else has ended the sampling of allocations'
      expect(app.told.leak[0]).toMatchObject({ suspects: [], evidence: { blind } })
    },
  )

  test("F60: with profile: 'always' the next investigation samples again", () => {
    const app = new SimulatedApp({ sites: [], monitor: { profile: 'always' } }).run(15)
    app.samplerTaken = true
    app.run(300)
    app.change([leak])
    app.run(300)
    expect(app.told.leak[0]?.suspects[0]?.functionName).toBe('remember')
  })

  test('what leaks too slowly to be told is looked at ever more rarely', () => {
    const app = new SimulatedApp({ sites: [leak], monitor: { horizonSeconds: 60 } }).run(400)
    const early = app.told.suspicion.length
    expect(early).toBeGreaterThan(2)
    app.run(400)
    expect(app.told.suspicion.length - early).toBeLessThanOrEqual(3)
  })

  test('a profiler that is there already is left alone: found without a name, and said why', () => {
    const app = new SimulatedApp({ sites: [leak], blind: 'somebody else is sampling' }).run(90)
    expect(app.told.leak[0]).toMatchObject({ suspects: [], evidence: { blind: 'somebody else is sampling' } })
    expect(app.told.leak[0]?.message).toContain(
      'No place in the code could be named: somebody else is sampling.',
    )
  })
})

import { board } from '@plimsoll/core'
import type { MemoryMonitorOptions } from '../src/monitor-options.js'
import { SimulatedApp, type SimulatedSite, started } from './support/simulated-app.js'

const leak: SimulatedSite = { functionName: 'remember', bytesPerRequest: 2000, keeps: 'all' }
const fullCache: SimulatedSite = { functionName: 'cached', bytesPerRequest: 5000, keeps: { newest: 300 } }
const templates: SimulatedSite = { functionName: 'compile', bytesPerRequest: 40_000, keeps: { first: 400 } }

afterEach(() => {
  for (const app of started.splice(0)) app.monitor.stop()
})

describe('a leak', () => {
  test('is suspected, then confirmed, with the name of the function first', () => {
    const app = new SimulatedApp({ sites: [fullCache, leak] }).run(6)
    app.run(6)
    expect(app.monitor.state).toBe('suspected')
    app.run(40)
    expect(app.monitor.state).toBe('confirmed')
    const [report] = app.told.leak
    expect(report).toMatchObject({ kind: 'heap', state: 'confirmed', growth: { unit: 'bytes' } })
    expect(report?.growth.perRequest).toBeCloseTo(2000, -2)
    expect(report?.suspects[0]).toMatchObject({ functionName: 'remember', file: '/app/server.js', line: 10 })
    expect(report?.suspects).toHaveLength(1)
    expect(JSON.parse(JSON.stringify(report))).toEqual(report)
    expect(app.errors).toEqual([])
  })

  test('beside a warm-up is found when the warm-up is over, not a rest later', () => {
    const warmUp: SimulatedSite = { functionName: 'compile', bytesPerRequest: 60_000, keeps: { first: 600 } }
    const app = new SimulatedApp({ sites: [warmUp, leak] }).run(50)
    expect(app.told.leak).toHaveLength(1)
    expect(app.told.leak[0]?.suspects[0]?.functionName).toBe('remember')
    expect(app.told.leak[0]?.growth.perRequest).toBeCloseTo(2000, -2)
  })

  test('is told in one line, once, that says how fast, until when, and who', () => {
    const app = new SimulatedApp({ sites: [leak] }).run(200)
    expect(app.told.leak).toHaveLength(1)
    expect(app.log).toHaveLength(1)
    expect(app.log[0]).toMatch(
      /^\[plimsoll\] leak: The heap grows by .* a minute \(2 KiB a request\) and reaches the limit of 2048 MiB in .* allocated by remember \(\/app\/server\.js:10\)\.$/,
    )
  })

  test('that kills within minutes is told before it does, although an observation takes longer', () => {
    const fast: SimulatedSite = { functionName: 'remember', bytesPerRequest: 125_000, keeps: 'all' }
    const app = new SimulatedApp({ sites: [fast], monitor: { observationMs: 600_000 } })
    while (app.told.leak.length === 0 && app.second < 600) app.run(1)
    // 5 MB a second of 2 GiB: 427 s.
    expect(app.second).toBeLessThan(300)
    expect(app.told.leak[0]).toMatchObject({ kind: 'heap', suspects: [{ functionName: 'remember' }] })
    expect(app.told.leak[0]?.forecast?.secondsToLimit).toBeLessThan(427 - app.second + 20)
  })

  test('has a forecast that holds the truth', () => {
    const app = new SimulatedApp({ sites: [leak] }).run(60)
    const { forecast } = app.told.leak[0] ?? {}
    const left = (2_147_483_648 - 10_000_000) / 80_000
    expect(forecast?.secondsToLimit).toBeGreaterThan(0.9 * left)
    expect(forecast?.secondsToLimit).toBeLessThan(1.1 * left)
    expect(forecast?.low).toBeLessThanOrEqual(forecast?.secondsToLimit ?? 0)
  })

  test('is forecast anew as long as it goes on', () => {
    const app = new SimulatedApp({ sites: [leak] }).run(60)
    const first = app.told.leak[0]?.forecast?.secondsToLimit ?? 0
    app.run(240)
    const later = app.monitor.report().leaks[0]?.forecast?.secondsToLimit ?? 0
    expect(first - later).toBeGreaterThan(200)
    expect(first - later).toBeLessThan(300)
    const [now] = app.monitor.report().leaks
    expect(now?.message).not.toBe(app.told.leak[0]?.message)
    expect(now?.growth.perSecond).toBeCloseTo(80_000, -4)
  })

  test('that takes longer than the horizon to matter is not told', () => {
    const app = new SimulatedApp({ sites: [leak], monitor: { horizonSeconds: 60 } }).run(200)
    expect(app.told.leak).toEqual([])
  })

  test('of descriptors is found by their number', () => {
    const fields = ({ requests }: SimulatedApp) => ({
      openDescriptors: 20 + Math.floor(requests / 50),
      maxDescriptors: 1024,
    })
    const app = new SimulatedApp({ fields }).run(90)
    expect(app.told.leak.map(({ kind }) => kind)).toEqual(['descriptors'])
    expect(app.told.leak[0]?.forecast).toMatchObject({ limit: 1024, unit: 'items' })
  })

  test('F13: of native memory is found when it passes what was there before', () => {
    const fields = ({ second }: SimulatedApp) => ({
      heapTotalBytes: 20_000_000,
      rssBytes: 62_000_000 + 800_000 * second,
      externalBytes: 2_000_000,
    })
    const app = new SimulatedApp({ fields, requestsPerSecond: 20 }).run(60)
    expect(app.told.leak.map(({ kind }) => kind)).toEqual(['native'])
  })

  test('of bytes that nobody is to blame for waits for a name, and not for long', () => {
    const fields = ({ second }: SimulatedApp) => ({ externalBytes: 2_000_000 + 800_000 * second })
    const toldAfter = (monitor: MemoryMonitorOptions) => {
      const app = new SimulatedApp({ fields, monitor })
      while (app.told.leak.length === 0 && app.second < 100) app.run(1)
      return app.second
    }
    const unsampled = toldAfter({ profile: false })
    expect(unsampled).toBeLessThan(45)
    expect(toldAfter({})).toBeGreaterThan(unsampled)
    expect(toldAfter({})).toBeLessThan(unsampled + 15)
  })

  test('into a container that replaces its store as it grows is found, although nothing in it is old', () => {
    const container: SimulatedSite = { functionName: 'record', bytesPerRequest: 2000, keeps: 'in-a-store' }
    const app = new SimulatedApp({ sites: [container] }).run(90)
    expect(app.told.leak.map(({ kind }) => kind)).toEqual(['heap'])
  })

  test('F13: of buffers is found by external memory, not by the heap', () => {
    const fields = ({ requests }: SimulatedApp) => ({ externalBytes: 1e6 + 60_000 * requests, rssBytes: 1e9 })
    const app = new SimulatedApp({ fields, requestsPerSecond: 20 }).run(60)
    expect(app.told.leak.map(({ kind }) => kind)).toContain('external')
    expect(app.told.leak.map(({ kind }) => kind)).not.toContain('heap')
  })
})

describe('silence', () => {
  test('F12: pages of the heap that become resident long after V8 has reserved them are no native leak', () => {
    // Two semi-spaces of 16 MiB are reserved at 20 s; it takes two minutes until all of them have been written to.
    const fields = ({ second }: SimulatedApp) => ({
      heapTotalBytes: second < 20 ? 20_000_000 : 52_000_000,
      rssBytes: 62_000_000 + Math.min(32_000_000, 300_000 * Math.max(0, second - 20)),
      externalBytes: 2_000_000,
    })
    const app = new SimulatedApp({ fields, requestsPerSecond: 20 }).run(300)
    expect(app.told.leak).toEqual([])
  })

  test.each([
    ['F11: a saw-tooth of garbage', []],
    ['F12: a cache at its bound', [fullCache]],
    ['F12: a warm-up that ends', [templates]],
    ['F12: a cache that fills and stays full', [{ ...fullCache, keeps: { newest: 800 } } as const]],
  ])('%s is no leak', (_, sites) => {
    const app = new SimulatedApp({ sites }).run(600)
    expect(app.told.leak).toEqual([])
    expect(app.log).toEqual([])
    expect(app.monitor.state).not.toBe('confirmed')
  })

  test('a load that doubles half way is no leak', () => {
    const app = new SimulatedApp({
      sites: [fullCache],
      requestsPerSecond: (second) => (second < 60 ? 40 : 80),
    }).run(300)
    expect(app.told.leak).toEqual([])
  })

  test('looks become rare when they find nothing', () => {
    const app = new SimulatedApp({ sites: [fullCache] }).run(1200)
    const early = app.collections
    app.run(1200)
    expect(app.collections - early).toBeLessThan(120)
  })
})

describe('afterwards', () => {
  test('what levels off is taken back', () => {
    const app = new SimulatedApp({ sites: [leak] }).run(60)
    expect(app.monitor.state).toBe('confirmed')
    app.change([fullCache])
    app.run(300)
    expect(app.told.retraction).toEqual([{ kind: 'heap', message: expect.stringContaining('levelled off') }])
    expect(app.monitor.state).not.toBe('confirmed')
  })

  test('a declared cache that is filling explains growth; once it is full it does not', () => {
    const app = new SimulatedApp({ sites: [leak] })
    const declared = app.monitor.registerCache({ name: 'prices', size: () => app.requests, max: 8000 })
    app.run(100)
    expect(app.told.leak).toEqual([])
    app.run(400)
    expect(app.told.leak).toHaveLength(1)
    declared.close()
    expect(app.monitor.report().caches).toEqual([])
  })

  test('a declared cache that stands still explains nothing, however much room it has', () => {
    const app = new SimulatedApp({ sites: [leak] })
    app.monitor.registerCache({ name: 'prices', size: () => 10, max: 5000 })
    app.monitor.registerCache({ name: 'constant', size: 10, max: 5000 })
    app.run(60)
    expect(app.told.leak).toHaveLength(1)
  })

  test('a declared cache that cannot say its size hides nothing and hurts nobody', () => {
    const app = new SimulatedApp({ sites: [leak] })
    const size = () => {
      throw new Error('mine')
    }
    app.monitor.registerCache({ name: 'prices', size, max: 5000 })
    app.run(60)
    expect(app.told.leak).toHaveLength(1)
    expect(app.monitor.report().caches).toEqual([{ name: 'prices', max: 5000 }])
    expect(app.errors.length).toBeGreaterThan(0)
  })

  test.each([
    [undefined, /registerCache.*an object.*undefined/],
    [{ size: 1, max: 2 }, /registerCache\.name.*a text/],
    [{ name: 'prices', size: '1', max: 2 }, /registerCache\.size.*a number or a function/],
    [{ name: 'prices', size: 1, max: -1 }, /registerCache\.max.*above 0.*-1/],
  ])('a declaration that makes no sense is refused: %j', (cache, message) => {
    const app = new SimulatedApp({})
    expect(() => app.monitor.registerCache(cache as never)).toThrow(message)
  })

  test('stats are told after each full collection', () => {
    const app = new SimulatedApp({}).run(5)
    app.naturalCollection()
    expect(app.told.stats).toMatchObject([{ fullGcCount: 1, liveBytes: 10_000_000, gcPauseMs: 12 }])
  })

  test('a listener that throws hurts nobody; off takes one away; once is once', () => {
    const app = new SimulatedApp({})
    const heard: number[] = []
    const listener = () => void heard.push(1)
    app.monitor.on('stats', () => {
      throw new Error('mine')
    })
    app.monitor.on('stats', listener)
    app.monitor.once('stats', listener)
    app.naturalCollection()
    expect(heard).toHaveLength(2)
    app.monitor.off('stats', listener)
    app.naturalCollection()
    expect(heard).toHaveLength(2)
    expect(app.errors).toHaveLength(2)
  })

  test('stopped, it does nothing more', () => {
    const app = new SimulatedApp({ sites: [leak] }).run(15)
    app.monitor.stop()
    const { collections } = app
    app.run(100)
    expect(app.collections).toBe(collections)
    expect(app.monitor.state).toBe('watching')
  })
})

describe('the board', () => {
  const told = () => ({
    health: board()
      .list('health')
      .flatMap((reports) => reports()),
    metrics: board()
      .list('metrics')
      .flatMap((families) => families()),
  })

  test('health and metrics are told of a confirmed leak, and of nothing after stop()', () => {
    const app = new SimulatedApp({ sites: [leak] }).run(60)
    const { health, metrics } = told()
    expect(health).toMatchObject([
      {
        status: 'degraded',
        code: 'leak-confirmed',
        leak: { kind: 'heap', suspect: 'remember (/app/server.js:10)' },
      },
    ])
    const metric = (name: string) => metrics.find((family) => family.name === name)?.points[0]
    expect(metric('plimsoll_leak_state')).toEqual({ labels: { kind: 'heap' }, value: 2 })
    expect(metric('plimsoll_leak_growth_bytes_per_second')?.value).toBeCloseTo(80_000, -4)
    expect(metric('plimsoll_seconds_to_limit')?.value).toBeGreaterThan(20_000)
    app.monitor.stop()
    expect(told()).toEqual({ health: [], metrics: [] })
  })

  test('a suspicion is told for its kind alone', () => {
    const fields = ({ requests }: SimulatedApp) => ({
      openDescriptors: 20 + Math.floor(requests / 50),
      maxDescriptors: 1024,
    })
    const app = new SimulatedApp({ fields, monitor: { kinds: ['descriptors', 'listeners'] } }).run(15)
    expect(app.told.suspicion[0]?.kinds).toEqual(['descriptors'])
    expect(told().metrics.find(({ name }) => name === 'plimsoll_leak_state')?.points).toEqual([
      { labels: { kind: 'descriptors' }, value: 1 },
      { labels: { kind: 'listeners' }, value: 0 },
    ])
  })
})

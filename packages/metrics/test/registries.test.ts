import { createMetrics } from '../src/index.js'
import { fixture, linesOf, registryKinds, textOf } from './create-fixture.js'

const OPEN_METRICS = 'application/openmetrics-text; version=1.0.0; charset=utf-8'
const PLAIN = 'text/plain; version=0.0.4; charset=utf-8'

/** A metric of the application's own. */
const gauge = (name: string, get: () => unknown) =>
  ({ name, help: 'x', type: 'gauge', get, reset() {} }) as never
const answering = (name: string) =>
  gauge(name, () => ({ name, help: 'x', type: 'gauge', values: [{ value: 7 }] }))

describe.each(registryKinds)('in a registry of %s', (_, createRegistry) => {
  test('ours of our own prefix are there at once, the common names with the start', async () => {
    const registry = createRegistry()
    const { metrics } = fixture({ registry })
    expect(await registry.metrics()).toContain('plimsoll_pressure_ratio{signal="container"} 0.5')
    expect(await registry.metrics()).not.toContain('nodejs_')
    metrics.start()
    expect(await registry.metrics()).toContain('nodejs_heap_size_used_bytes')
  })

  test('F47: names that are taken are left alone, with one warning', async () => {
    const registry = createRegistry()
    registry.registerMetric(answering('plimsoll_gc_time_ratio'))
    const { metrics, warnings } = fixture({ registry })
    registry.registerMetric(answering('process_open_fds'))
    metrics.start()
    const text = await textOf({ metrics })
    expect(linesOf(text, 'plimsoll_gc_time_ratio')).toEqual(['plimsoll_gc_time_ratio 7'])
    expect(linesOf(text, 'process_open_fds')).toEqual(['process_open_fds 7'])
    expect(linesOf(text, 'plimsoll_live_heap_bytes')).toHaveLength(1)
    expect(warnings).toHaveLength(1)
  })

  test('F47: a registry that was cleared gets ours back with the next sample or scrape', async () => {
    const registry = createRegistry()
    const { metrics, sampler } = fixture({ registry })
    metrics.start()
    registry.clear()
    sampler.tick()
    expect(await registry.metrics()).toContain('plimsoll_pressure_ratio')
    registry.clear()
    expect(await textOf({ metrics })).toContain('nodejs_heap_size_used_bytes')
  })

  test('what comes to the board later is registered with the next sample', async () => {
    const registry = createRegistry()
    const { metrics, sampler, board } = fixture({ registry })
    metrics.start()
    board.family({ name: 'plimsoll_later', help: 'x', type: 'gauge', points: [{ value: 5 }] })
    sampler.tick()
    expect(await registry.metrics()).toContain('plimsoll_later 5')
  })

  test('F47: resetMetrics() throws nothing and loses nothing of ours', async () => {
    const registry = createRegistry()
    const { metrics } = fixture({ registry })
    metrics.start()
    metrics.requests?.observe('GET', '/', 200, 0.1)
    const before = await registry.metrics()
    registry.resetMetrics()
    expect(await registry.metrics()).toBe(before)
  })

  test('F47: default labels are added, and do not cover ours', async () => {
    const registry = createRegistry()
    const { metrics } = fixture({ registry })
    metrics.start()
    metrics.requests?.observe('GET', '/', 200, 0.1)
    registry.setDefaultLabels({ app: 'shop', route: 'default', signal: 'default' })
    const text = await registry.metrics()
    expect(linesOf(text, 'plimsoll_gc_time_ratio')[0]).toContain('app="shop"')
    expect(text).toContain('plimsoll_pressure_ratio{signal="container"')
    expect(linesOf(text, 'http_request_duration_seconds_count')[0]).toMatch(/route="\/"/)
    expect(linesOf(text, 'http_request_duration_seconds_count')[0]).not.toMatch(/route="default"/)
  })

  test('F49: counters have one _total in OpenMetrics, and in plain text after it', async () => {
    const registry = createRegistry()
    const { metrics, board } = fixture({ registry })
    board.family({ name: 'plimsoll_requests_total', help: 'x', type: 'counter', points: [{ value: 3 }] })
    metrics.start()
    registry.setContentType(OPEN_METRICS)
    for (let scrapes = 0; scrapes < 2; scrapes += 1) {
      const text = await registry.metrics()
      expect(text).toContain('# TYPE plimsoll_requests counter\nplimsoll_requests_total 3')
      expect(text).not.toContain('_total_total')
      expect(text).toMatch(/# EOF\n$/)
    }
    expect((await metrics.scrape()).contentType).toBe(OPEN_METRICS)
    registry.setContentType(PLAIN)
    expect(await registry.metrics()).toContain(
      '# TYPE plimsoll_requests_total counter\nplimsoll_requests_total 3',
    )
  })

  test('F48: a metric that throws, and one that never answers, are left out and counted', async () => {
    const registry = createRegistry()
    const { metrics, clock, errors } = fixture({ registry, scrapeTimeoutMs: 100 })
    registry.registerMetric(
      gauge('app_throwing', () => {
        throw new Error('broken metric')
      }),
    )
    registry.registerMetric(answering('app_fine'))
    const first = await textOf({ metrics })
    expect(linesOf(first, 'app_fine')).toEqual(['app_fine 7'])
    expect(first).toContain('plimsoll_pressure_ratio')
    expect(first).not.toContain('app_throwing')

    registry.registerMetric(gauge('app_hanging', () => new Promise(() => {})))
    const scrape = textOf({ metrics })
    for (let rounds = 0; rounds < 4; rounds += 1) {
      await new Promise((resolve) => setImmediate(resolve))
      clock.advance(100)
    }
    const second = await scrape
    expect(linesOf(second, 'app_fine')).toEqual(['app_fine 7'])
    expect(linesOf(second, 'plimsoll_scrape_failures_total')).toEqual(['plimsoll_scrape_failures_total 1'])
    expect(errors).toHaveLength(1)
  })

  test('F48: in OpenMetrics what is left is a whole document', async () => {
    const registry = createRegistry()
    const { metrics } = fixture({ registry })
    registry.setContentType(OPEN_METRICS)
    registry.registerMetric(gauge('app_throwing', () => Promise.reject(new Error('broken'))))
    const text = await textOf({ metrics })
    expect(text).toMatch(/# EOF\n$/)
    expect(text).toContain('plimsoll_series_dropped_total 0')
  })

  test('F47: two suites on one registry warn of nothing, count both, and leave one by one', async () => {
    const registry = createRegistry()
    const one = fixture({ registry })
    const two = fixture({ registry })
    one.metrics.start()
    two.metrics.start()
    one.metrics.requests?.observe('GET', '/', 200, 0.1)
    two.metrics.requests?.observe('GET', '/', 200, 0.1)
    const count = async () => linesOf(await registry.metrics(), 'http_request_duration_seconds_count')
    expect(await count()).toEqual([expect.stringMatching(/ 2$/)])
    two.metrics.close()
    expect(await count()).toEqual([expect.stringMatching(/ 1$/)])
    expect([...one.warnings, ...two.warnings]).toEqual([])
    one.metrics.close()
    expect(await registry.metrics()).not.toContain('plimsoll')
  })

  test('F47: two registries show the same process', async () => {
    const { board, sampler, clock } = fixture()
    const registries = [createRegistry(), createRegistry()]
    board.family({ name: 'plimsoll_shared', help: 'x', type: 'gauge', points: [{ value: 1 }] })
    for (const registry of registries) {
      createMetrics({ registry }, { board, sampler, clock }).start()
      expect(await registry.metrics()).toContain('plimsoll_shared 1')
    }
  })

  test('the JSON of a registry has full names and a way to aggregate', async () => {
    const registry = createRegistry()
    const { metrics } = fixture({ registry })
    metrics.start()
    metrics.requests?.observe('GET', '/', 200, 0.1)
    const json = (await registry.getMetricsAsJSON()) as {
      name: string
      aggregator: string
      values: object[]
    }[]
    const byName = new Map(json.map((metric) => [metric.name, metric]))
    expect(byName.get('plimsoll_samples_skipped_total')?.aggregator).toBe('sum')
    expect(byName.get('plimsoll_pressure_ratio')?.aggregator).toBe('max')
    expect(byName.get('http_request_duration_seconds')?.values).toContainEqual({
      metricName: 'http_request_duration_seconds_count',
      labels: { method: 'GET', route: '/', status_code: '200' },
      value: 1,
    })
  })
})

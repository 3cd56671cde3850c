import { countError, internalErrors } from '@plimsoll/core'
import { fixture, linesOf, textOf } from './create-fixture.js'

const MIB = 1024 * 1024

describe('/metrics without any set-up', () => {
  test('serves the usual names from the sample and the process', async () => {
    const { metrics, sampler } = fixture()
    metrics.start()
    sampler.collected('major', 50)
    sampler.collected('minor', 0.5)
    const text = await textOf({ metrics })
    const expected = [
      'process_cpu_user_seconds_total 1.5',
      'process_cpu_system_seconds_total 0.5',
      'process_cpu_seconds_total 2',
      'process_start_time_seconds 1700000000',
      `process_resident_memory_bytes ${100 * MIB}`,
      `process_virtual_memory_bytes ${900 * MIB}`,
      `process_heap_bytes ${200 * MIB}`,
      'process_open_fds 21',
      'process_max_fds 1024',
      'nodejs_eventloop_lag_seconds 0.012',
      `nodejs_heap_size_total_bytes ${60 * MIB}`,
      `nodejs_heap_size_used_bytes ${40 * MIB}`,
      `nodejs_external_memory_bytes ${3 * MIB}`,
      'nodejs_heap_space_size_total_bytes{space="old"} 50',
      'nodejs_heap_space_size_used_bytes{space="old"} 40',
      'nodejs_heap_space_size_available_bytes{space="old"} 10',
      'nodejs_active_resources{type="TCPSocketWrap"} 2',
      'nodejs_version_info{version="v20.20.2",major="20",minor="20",patch="2"} 1',
      'nodejs_gc_duration_seconds_count{kind="major"} 1',
      'nodejs_gc_duration_seconds_sum{kind="minor"} 0.0005',
      'nodejs_gc_duration_seconds_bucket{kind="major",le="0.1"} 1',
      'plimsoll_pressure_ratio{signal="container"} 0.5',
      `plimsoll_used_bytes{signal="container"} ${100 * MIB}`,
      `plimsoll_limit_bytes{signal="container"} ${200 * MIB}`,
      `plimsoll_live_heap_bytes ${30 * MIB}`,
      'plimsoll_gc_time_ratio 0.03',
      'plimsoll_event_loop_utilization_ratio 0.25',
      'plimsoll_sample_failures_total{source="cgroup"} 2',
      'plimsoll_samples_skipped_total 1',
      'plimsoll_internal_errors_total 0',
      'plimsoll_series_dropped_total 0',
      'plimsoll_scrape_failures_total 0',
    ]
    for (const line of expected) expect(text.split('\n')).toContain(line)
    expect(linesOf(text, 'plimsoll_used_bytes')).toHaveLength(1)
  })

  test('what this machine does not have has no line', async () => {
    const { metrics, sampler } = fixture()
    const { openDescriptors: _, liveHeapBytes: __, ...without } = sampler.latest
    sampler.latest = without
    const text = await textOf({ metrics })
    expect(linesOf(text, 'process_open_fds')).toEqual([])
    expect(linesOf(text, 'plimsoll_live_heap_bytes')).toEqual([])
  })

  test('F35: failures that reached no request are counted', async () => {
    const { metrics } = fixture()
    const before = internalErrors().count
    countError()
    expect(linesOf(await textOf({ metrics }), 'plimsoll_internal_errors_total')).toEqual([
      `plimsoll_internal_errors_total ${before + 1}`,
    ])
  })

  test('requests are counted, and can be left out', async () => {
    const { metrics } = fixture()
    metrics.requests?.observe('GET', '/users/:id', 200, 0.02)
    expect(await textOf({ metrics })).toContain(
      'http_request_duration_seconds_bucket{le="0.03",method="GET",route="/users/:id",status_code="200"} 1',
    )
    const without = fixture({ requestDuration: false, runtimeMetrics: false })
    expect(without.metrics.requests).toBeUndefined()
    const text = await textOf(without)
    expect(text).not.toContain('http_request')
    expect(text).not.toContain('nodejs_')
    expect(text).toContain('plimsoll_pressure_ratio')
  })

  test('F45: a scrape resets nothing', async () => {
    const { metrics, sampler } = fixture()
    metrics.start()
    metrics.requests?.observe('GET', '/', 200, 0.02)
    sampler.collected('major', 5)
    const first = await textOf({ metrics })
    expect(await textOf({ metrics })).toBe(first)
  })

  test('F06: a value that is no number is left out', async () => {
    const { metrics, sampler } = fixture()
    sampler.signals.set('container', { ratio: Number.NaN, usedBytes: Number.POSITIVE_INFINITY })
    const text = await textOf({ metrics })
    expect(text).not.toMatch(/NaN|Nan|Inf\b(?!")/)
    expect(text).toContain('plimsoll_pressure_ratio{signal="gc-time"} 0.03')
  })
})

describe('metrics of other parts', () => {
  const family = (value: number, labels = { decision: 'shed' }) =>
    ({
      name: 'plimsoll_requests_total',
      help: 'Requests.',
      type: 'counter',
      labelNames: ['decision'],
      points: [{ labels, value }],
    }) as const

  test('appear, change and disappear with what is on the board', async () => {
    const { metrics, board } = fixture()
    const entry = board.family(family(3))
    expect(await textOf({ metrics })).toContain('plimsoll_requests_total{decision="shed"} 3')
    entry.close()
    expect(linesOf(await textOf({ metrics }), 'plimsoll_requests_total')).toEqual([])
    board.family(family(4))
    expect(await textOf({ metrics })).toContain('plimsoll_requests_total{decision="shed"} 4')
  })

  test('two parts that count the same add up; of two gauges the later one holds', async () => {
    const { metrics, board } = fixture()
    board.family(family(3))
    board.family(family(4))
    board.family({ name: 'plimsoll_inflight_requests', help: 'x', type: 'gauge', points: [{ value: 1 }] })
    board.family({ name: 'plimsoll_inflight_requests', help: 'x', type: 'gauge', points: [{ value: 2 }] })
    const text = await textOf({ metrics })
    expect(linesOf(text, 'plimsoll_requests_total')).toEqual(['plimsoll_requests_total{decision="shed"} 7'])
    expect(linesOf(text, 'plimsoll_inflight_requests')).toEqual(['plimsoll_inflight_requests 2'])
  })

  test('F48: a part that throws costs nobody else a line and is told once', async () => {
    const { metrics, board, errors } = fixture()
    board.put('metrics', () => {
      throw new Error('broken part')
    })
    board.family(family(3))
    expect(await textOf({ metrics })).toContain('plimsoll_requests_total{decision="shed"} 3')
    await textOf({ metrics })
    expect(errors.map(String)).toEqual(['Error: broken part'])
  })

  test('F49: names, labels and values that cannot be written are left out', async () => {
    const { metrics, board } = fixture()
    board.family({ name: 'bad name', help: 'x', type: 'gauge', points: [{ value: 1 }] })
    board.family({
      name: 'plimsoll_mixed',
      help: 'x',
      type: 'gauge',
      points: [
        { labels: { 'bad-label': 'a' }, value: 1 },
        { value: -0 },
        { labels: { a: 'b' }, value: Number.NaN },
      ],
    })
    board.family({ name: 'plimsoll_back_total', help: 'x', type: 'counter', points: [{ value: -1 }] })
    const text = await textOf({ metrics })
    expect(text).not.toContain('bad')
    expect(linesOf(text, 'plimsoll_mixed')).toEqual(['plimsoll_mixed 0'])
    expect(linesOf(text, 'plimsoll_back_total')).toEqual([])
  })
})

describe('floods', () => {
  /** Counts how often the registry is really asked; each time takes `costMs` of the fake clock. */
  function counted(costMs: number) {
    const all = fixture()
    let scrapes = 0
    const registry = all.metrics.registry
    const original = registry.metrics.bind(registry)
    registry.metrics = () => {
      scrapes += 1
      all.clock.block(costMs)
      return original()
    }
    return { ...all, scrapes: () => scrapes }
  }

  test('F45: 50 scrapes at once are one', async () => {
    const { metrics, scrapes } = counted(5)
    const answers = await Promise.all(Array.from({ length: 50 }, () => metrics.scrape()))
    expect(scrapes()).toBe(1)
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
  })

  test('F37: a thousand in a row may take 5 % of the time; one every second is always fresh', async () => {
    const { metrics, scrapes, clock } = counted(5)
    for (let i = 0; i < 1000; i += 1) {
      await metrics.scrape()
      clock.block(1)
    }
    expect(scrapes()).toBeLessThan(70)
    clock.block(60_000)
    const before = scrapes()
    for (let i = 0; i < 100; i += 1) {
      await metrics.scrape()
      clock.block(1000)
    }
    expect(scrapes() - before).toBe(100)
  })
})

describe('lifetime', () => {
  test('close gives back listeners, and a closed part starts no more', () => {
    const { metrics, sampler } = fixture()
    metrics.start()
    metrics.start()
    expect(sampler.gcListeners.size).toBe(1)
    metrics.close()
    metrics.close()
    metrics.start()
    expect(sampler.gcListeners.size + sampler.sampleListeners.size).toBe(0)
  })
})

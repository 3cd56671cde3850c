import { createFakeClock, type FakeClock } from '@plimsoll/core/testing'
import { type ClusterMetrics, clusterMetrics } from '../src/index.js'
import { linesOf, textOf } from './create-fixture.js'

interface FakeWorker {
  /** What it answers; `undefined` for nothing at all. */
  metrics: readonly object[] | undefined
}

/** A primary whose workers are scripted. */
function cluster(timeoutMs = 1000) {
  const clock = createFakeClock()
  const workers = new Map<number, FakeWorker>()
  let onMessage = (_workerId: number, _message: unknown): void => {}
  let onExit = (_workerId: number): void => {}
  const open = new Set<string>()
  const subscription = (name: string) => {
    open.add(name)
    const close = (): void => void open.delete(name)
    return { close, [Symbol.dispose]: close }
  }
  const answer = (workerId: number, message: unknown, metrics: unknown): void =>
    onMessage(workerId, { type: 'plimsoll:metrics!', round: (message as { round: number }).round, metrics })
  let lastQuestion: unknown
  const metrics = clusterMetrics(
    { timeoutMs },
    {
      clock,
      port: {
        workerIds: () => [...workers.keys()],
        send(workerId, message) {
          lastQuestion = message
          const told = workers.get(workerId)?.metrics
          if (told !== undefined) queueMicrotask(() => answer(workerId, message, told))
        },
        onMessage(listener) {
          onMessage = listener
          return subscription('message')
        },
        onExit(listener) {
          onExit = listener
          return subscription('exit')
        },
      },
    },
  )
  return {
    clock,
    workers,
    metrics,
    open,
    exit(workerId: number) {
      workers.delete(workerId)
      onExit(workerId)
    },
    answerLate: (workerId: number, told: unknown) => answer(workerId, lastQuestion, told),
    hear: (workerId: number, message: unknown) => onMessage(workerId, message),
  }
}

const counter = (value: number) => ({
  name: 'requests_total',
  help: 'x',
  type: 'counter',
  values: [{ value, labels: { route: '/' } }],
})
const gauge = (value: number) => ({
  name: 'rss_bytes',
  help: 'x',
  type: 'gauge',
  values: [{ value, labels: {} }],
})

/** Scrapes, and lets the time pass that a silent worker is waited for. */
async function afterTimeout({
  clock,
  metrics,
}: {
  clock: FakeClock
  metrics: ClusterMetrics
}): Promise<string> {
  const text = textOf({ metrics })
  await Promise.resolve()
  clock.advance(1000)
  return text
}

const stateOf = (text: string) =>
  Object.fromEntries(
    linesOf(text, 'plimsoll_workers').map((line) => {
      const [, state, value] = /state="(\w+)"\} (\d+)/.exec(line) ?? []
      return [state, Number(value)]
    }),
  )

describe('clusterMetrics', () => {
  test('counters and histograms add up, gauges carry their worker', async () => {
    const all = cluster()
    const histogram = (value: number) => ({
      name: 'duration_seconds',
      help: 'x',
      type: 'histogram',
      values: [
        { metricName: 'duration_seconds_bucket', labels: { le: '+Inf' }, value },
        { metricName: 'duration_seconds_count', labels: {}, value },
      ],
    })
    all.workers.set(1, { metrics: [counter(1), gauge(10), histogram(3)] })
    all.workers.set(7, { metrics: [counter(2), gauge(20), histogram(4)] })
    const text = await textOf(all)
    expect(linesOf(text, 'requests_total')).toEqual(['requests_total{route="/"} 3'])
    expect(linesOf(text, 'rss_bytes')).toEqual(['rss_bytes{worker="1"} 10', 'rss_bytes{worker="2"} 20'])
    expect(linesOf(text, 'duration_seconds_bucket')).toEqual(['duration_seconds_bucket{le="+Inf"} 7'])
    expect(linesOf(text, 'duration_seconds_count')).toEqual(['duration_seconds_count 7'])
    expect(stateOf(text)).toEqual({ answered: 2, stale: 0, dead: 0 })
  })

  test('F50: a worker that does not answer is stale; its counts stay, its gauges go, and time is kept', async () => {
    const all = cluster()
    all.workers.set(1, { metrics: [counter(1), gauge(10)] })
    all.workers.set(2, { metrics: [counter(5), gauge(20)] })
    await textOf(all)
    all.workers.set(2, { metrics: undefined })
    const text = await afterTimeout(all)
    expect(all.clock.now()).toBe(1000)
    expect(linesOf(text, 'requests_total')).toEqual(['requests_total{route="/"} 6'])
    expect(linesOf(text, 'rss_bytes')).toEqual(['rss_bytes{worker="1"} 10'])
    expect(stateOf(text)).toEqual({ answered: 1, stale: 1, dead: 0 })
  })

  test('F50: the counts of a dead worker stay, and its label goes to the next one', async () => {
    const all = cluster()
    all.workers.set(1, { metrics: [counter(1), gauge(10)] })
    all.workers.set(2, { metrics: [counter(5), gauge(20)] })
    await textOf(all)
    all.exit(2)
    all.workers.set(3, { metrics: [counter(100), gauge(30)] })
    const text = await textOf(all)
    expect(linesOf(text, 'requests_total')).toEqual(['requests_total{route="/"} 106'])
    expect(linesOf(text, 'rss_bytes')).toEqual(['rss_bytes{worker="1"} 10', 'rss_bytes{worker="2"} 30'])
    expect(stateOf(text)).toEqual({ answered: 2, stale: 0, dead: 1 })
  })

  test('F50: one that dies while it is waited for does not hold up the others', async () => {
    const all = cluster()
    all.workers.set(1, { metrics: [counter(1)] })
    all.workers.set(2, { metrics: undefined })
    const text = textOf(all)
    await Promise.resolve()
    all.exit(2)
    expect(stateOf(await text)).toEqual({ answered: 1, stale: 0, dead: 1 })
    expect(all.clock.now()).toBe(0)
  })

  test('an answer that comes too late counts from the next scrape on', async () => {
    const all = cluster()
    all.workers.set(1, { metrics: undefined })
    expect(linesOf(await afterTimeout(all), 'requests_total')).toEqual([])
    all.answerLate(1, [counter(9)])
    expect(linesOf(await afterTimeout(all), 'requests_total')).toEqual(['requests_total{route="/"} 9'])
  })

  test('messages of others, and answers that are none, are no harm', async () => {
    const all = cluster()
    all.workers.set(1, { metrics: [counter(1), { name: 5 }, { ...counter(1), values: [{ value: 'x' }] }] })
    for (const message of [undefined, null, 'hello', 1, {}, { type: 'plimsoll:metrics!' }])
      all.hear(1, message)
    expect(linesOf(await textOf(all), 'requests_total')).toEqual(['requests_total{route="/"} 1'])
  })

  test('without workers it says so at once', async () => {
    expect(stateOf(await textOf(cluster()))).toEqual({ answered: 0, stale: 0, dead: 0 })
  })

  test('close stops listening and lets a running scrape end', async () => {
    const all = cluster()
    all.workers.set(1, { metrics: undefined })
    const text = textOf(all)
    await Promise.resolve()
    all.metrics.close()
    expect(stateOf(await text)).toEqual({ answered: 0, stale: 1, dead: 0 })
    expect(all.open.size).toBe(0)
  })
})

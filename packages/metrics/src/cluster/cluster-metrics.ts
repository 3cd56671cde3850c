import {
  type Clock,
  type Closeable,
  closeable,
  endpointPath,
  milliseconds,
  nodeClock,
  resolveOptions,
} from '@plimsoll/core'
import { Registry } from 'prom-client'
import type { Scrape, Scrapeable } from '../metrics.js'
import { primaryPort } from '../platform/node-cluster.js'
import { ScrapeCache } from '../registry/scrape-cache.js'
import type { PrimaryPort } from './cluster-port.js'
import { question, readAnswer, type WorkerMetric } from './messages.js'
import { WorkerBook, type WorkerStates } from './worker-book.js'

/** What may be said about the metrics of a cluster. */
export interface ClusterMetricsOptions {
  /**
   * Milliseconds that workers have to answer. Who is late is told as it was before, and marked.
   * @default 1000
   */
  readonly timeoutMs?: number
  /**
   * Where a middleware serves them; `false` answers every request.
   * @default '/metrics'
   */
  readonly path?: string | false
}

/** The metrics of all workers of a primary, in one scrape. */
export interface ClusterMetrics extends Scrapeable, Closeable {
  readonly options: { readonly timeoutMs: number; readonly path: string | false }
}

interface Round {
  readonly waitingFor: Set<number>
  done(): void
}

/**
 * Collects the metrics of a cluster in its primary: counters and histograms added up, gauges with a label
 * `worker`. Workers answer as soon as they have `metrics()` running. A scrape never takes longer than
 * `timeoutMs`: `plimsoll_workers{state}` tells who `answered`, who is `stale` and how many are `dead`.
 */
export function clusterMetrics(
  options?: ClusterMetricsOptions,
  { port = primaryPort, clock = nodeClock }: { readonly port?: PrimaryPort; readonly clock?: Clock } = {},
): ClusterMetrics {
  const resolved = resolveOptions('clusterMetrics', options, {
    timeoutMs: milliseconds(1000, 1),
    path: endpointPath('/metrics'),
  })
  const book = new WorkerBook()
  let round = 0
  let current: Round | undefined

  const settle = (workerId: number): void => {
    if (current?.waitingFor.delete(workerId) && current.waitingFor.size === 0) current.done()
  }
  const listening = [
    port.onMessage((workerId, message) => {
      const answer = readAnswer(message)
      if (answer === undefined) return
      book.record(workerId, answer.round, answer.metrics)
      if (answer.round === round) settle(workerId)
    }),
    port.onExit((workerId) => {
      book.bury(workerId)
      settle(workerId)
    }),
  ]

  const ask = (workerIds: readonly number[]): Promise<void> =>
    new Promise((resolve) => {
      const timer = clock.schedule(resolve, resolved.timeoutMs)
      const done = (): void => {
        timer.close()
        resolve()
      }
      current = { waitingFor: new Set(workerIds), done }
      for (const workerId of workerIds) port.send(workerId, question(round, resolved.timeoutMs))
      if (workerIds.length === 0) done()
    })

  const scrape = async (): Promise<Scrape> => {
    round += 1
    await ask(port.workerIds())
    const states = book.states(round, port.workerIds().length)
    return written([...book.merged(round), workersMetric(states)])
  }
  const cache = new ScrapeCache(clock, scrape)

  const lifetime = closeable(() => {
    for (const each of listening) each.close()
    current?.done()
  })
  return { options: resolved, scrape: () => cache.get(), ...lifetime }
}

function workersMetric(states: WorkerStates): WorkerMetric {
  return {
    name: 'plimsoll_workers',
    help: 'Workers that answered this scrape, that did not in time, and that have exited since the start.',
    type: 'gauge',
    values: Object.entries(states).map(([state, value]) => ({ value, labels: { state } })),
  }
}

async function written(metrics: readonly WorkerMetric[]): Promise<Scrape> {
  const registry = new Registry()
  for (const metric of metrics) {
    // Two workers of different versions may disagree on what a name means: then the first one holds.
    if (registry.getSingleMetric(metric.name) !== undefined) continue
    registry.registerMetric({ ...metric, get: () => metric } as never)
  }
  return { contentType: registry.contentType, text: await registry.metrics() }
}

import { type Closeable, closeable, countError, board as processBoard, safeOnError } from '@plimsoll/core'
import { Registry } from 'prom-client'
import { answerPrimary } from './cluster/worker-answers.js'
import { BoardFamilies } from './families/board-families.js'
import { ownFamilies } from './families/own-families.js'
import { GcHistogram } from './histogram/gc-histogram.js'
import { RequestHistogram } from './histogram/request-histogram.js'
import type { Metrics, MetricsDependencies, Scrape } from './metrics.js'
import { type MetricsOptions, resolveMetricsOptions } from './metrics-options.js'
import { workerPort } from './platform/node-cluster.js'
import { processReadings as thisProcess } from './platform/process-readings.js'
import type { MetricsRegistry } from './registry/metrics-registry.js'
import { Registration } from './registry/registration.js'
import { ScrapeCache } from './registry/scrape-cache.js'
import { scrapeText } from './registry/scrape-text.js'

const SILENT = { warn() {} }

/** Makes the metrics of this process. It starts nothing; see {@link Metrics.start}. */
export function createMetrics(
  options: MetricsOptions | undefined,
  dependencies: MetricsDependencies,
): Metrics {
  const resolved = resolveMetricsOptions(options)
  const { sampler, clock, logger = SILENT, processReadings = thisProcess } = dependencies
  const onError = safeOnError(dependencies.onError ?? countError)
  const registry: MetricsRegistry = resolved.registry ?? new Registry()
  const requests =
    resolved.requestDuration === false ? undefined : new RequestHistogram(resolved.requestDuration)
  const gc = new GcHistogram()
  const counts = { failures: 0 }
  const own = ownFamilies(resolved, sampler, processReadings, gc, requests, counts)
  const board = dependencies.board ?? processBoard()
  const fromBoard = new BoardFamilies(board, onError)
  const registration = new Registration(registry, logger, onError)
  let listening: readonly Closeable[] = []
  let closed = false

  // An application's own metrics of a common name may be set up after this factory ran: registering ours
  // first would make its set-up throw.
  registration.keep(resolved.registry === undefined ? [...own.common, ...own.plimsoll] : own.plimsoll)

  const keepAll = (): void => {
    if (!closed) registration.keep([...own.plimsoll, ...own.common, ...fromBoard.readers()])
  }

  // Whoever scrapes your registry by a route of its own does not come by here. The board copies its lists when
  // they change and a cleared registry has lost all of ours, so looking costs two look-ups a sample.
  let seen: unknown
  const keepWhatChanged = (): void => {
    const entries = board.list('metrics')
    if (entries === seen && registration.complete) return
    seen = entries
    keepAll()
  }

  let failing = false
  const scrape = async (): Promise<Scrape> => {
    keepAll()
    const { text, leftOut } = await scrapeText(registry, resolved.scrapeTimeoutMs, clock, (error) => {
      if (!failing) onError(error)
    })
    failing = leftOut > 0
    counts.failures += leftOut
    return { contentType: registry.contentType, text }
  }
  const cache = new ScrapeCache(clock, scrape)

  const { close, [Symbol.dispose]: dispose } = closeable(() => {
    closed = true
    for (const each of listening) each.close()
    registration.close()
  })

  return {
    options: resolved,
    registry: registry as unknown as Registry,
    requests,
    start() {
      if (closed || listening.length > 0) return
      keepAll()
      const port = workerPort()
      listening = [
        sampler.onGc((event) => gc.add(event)),
        sampler.onSample(keepWhatChanged),
        ...(port === undefined ? [] : [answerPrimary(port, registry, keepAll, clock, onError)]),
      ]
    },
    scrape: () => cache.get(),
    close,
    [Symbol.dispose]: dispose,
  }
}

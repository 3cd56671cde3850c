import type { Clock, Closeable, OnError } from '@plimsoll/core'
import type { MetricsRegistry } from '../registry/metrics-registry.js'
import { scrapeJson } from '../registry/scrape-json.js'
import type { WorkerPort } from './cluster-port.js'
import { answer, isQuestion, type Question } from './messages.js'

/**
 * Answers the primary's questions with all that a registry has, metrics of the application included. What
 * cannot be read or sent is told to `onError`: the primary takes silence for a worker that is late.
 */
export function answerPrimary(
  port: WorkerPort,
  registry: Pick<MetricsRegistry, 'getMetricsAsJSON' | 'getMetricsAsArray'>,
  beforeReading: () => void,
  clock: Clock,
  onError: OnError,
): Closeable {
  const reply = async ({ round, withinMs }: Question): Promise<void> => {
    beforeReading()
    port.send(answer(round, await scrapeJson(registry, withinMs, clock)))
  }
  return port.onMessage((message) => {
    if (isQuestion(message)) reply(message).catch(onError)
  })
}

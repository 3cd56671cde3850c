import type { Clock, Closeable } from '@plimsoll/core'
import type { MetricsRegistry } from '../registry/metrics-registry.js'
import { scrapeJson } from '../registry/scrape-json.js'
import type { WorkerPort } from './cluster-port.js'
import { answer, isQuestion, type Question } from './messages.js'

/** Answers the primary's questions with all that a registry has, metrics of the application included. */
export function answerPrimary(
  port: WorkerPort,
  registry: Pick<MetricsRegistry, 'getMetricsAsJSON' | 'getMetricsAsArray'>,
  beforeReading: () => void,
  clock: Clock,
): Closeable {
  const reply = async ({ round, withinMs }: Question): Promise<void> => {
    beforeReading()
    port.send(answer(round, await scrapeJson(registry, withinMs, clock)))
  }
  return port.onMessage((message) => {
    if (isQuestion(message)) void reply(message)
  })
}

import type { Clock, OnError } from '@plimsoll/core'
import type { MetricsRegistry } from './metrics-registry.js'
import { within } from './within.js'

/** A registry of either client has it; only one of them declares it. */
interface OneByOne {
  getMetricsAsString?(metric: unknown): Promise<string>
}

/** The text of a scrape, and how many metrics had to be left out of it. */
export interface ScrapedText {
  readonly text: string
  readonly leftOut: number
}

/**
 * Writes down a registry, even when one of its metrics throws or never answers.
 *
 * The registry's own way is all or nothing. When it fails, each metric is asked by itself, and those that
 * fail again are left out.
 */
export async function scrapeText(
  registry: MetricsRegistry & OneByOne,
  deadlineMs: number,
  clock: Clock,
  onError: OnError,
): Promise<ScrapedText> {
  try {
    return { text: await within(registry.metrics(), deadlineMs, clock), leftOut: 0 }
  } catch (error) {
    onError(error)
    return oneByOne(registry, deadlineMs, clock)
  }
}

async function oneByOne(
  registry: MetricsRegistry & OneByOne,
  deadlineMs: number,
  clock: Clock,
): Promise<ScrapedText> {
  const metrics = registry.getMetricsAsArray()
  const texts = await Promise.allSettled(
    metrics.map(async (metric) => within(asText(registry, metric), deadlineMs, clock)),
  )
  const written = texts.flatMap((text) => (text.status === 'fulfilled' ? [text.value] : []))
  const open = registry.contentType.startsWith('application/openmetrics-text')
  return {
    text: open ? `${[...written, '# EOF'].join('\n')}\n` : `${written.join('\n\n')}\n`,
    leftOut: metrics.length - written.length,
  }
}

function asText(registry: MetricsRegistry & OneByOne, metric: unknown): Promise<string> {
  if (registry.getMetricsAsString === undefined) throw new TypeError('Expected a registry of a known client')
  return registry.getMetricsAsString(metric)
}

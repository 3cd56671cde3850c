import type { Clock } from '@plimsoll/core'
import type { MetricsRegistry } from './metrics-registry.js'
import { within } from './within.js'

/**
 * All metrics of a registry as objects, even when one of them throws or never answers: then each is asked by
 * itself, and those that fail are left out.
 */
export async function scrapeJson(
  registry: Pick<MetricsRegistry, 'getMetricsAsJSON' | 'getMetricsAsArray'>,
  deadlineMs: number,
  clock: Clock,
): Promise<readonly unknown[]> {
  try {
    return await within(registry.getMetricsAsJSON(), deadlineMs / 2, clock)
  } catch {
    const all = registry.getMetricsAsArray() as readonly { get(): Promise<unknown> }[]
    const each = await Promise.allSettled(
      all.map(async (metric) => within(metric.get(), deadlineMs / 4, clock)),
    )
    return each.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  }
}

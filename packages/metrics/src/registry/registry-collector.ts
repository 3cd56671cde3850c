import { type Closeable, closeable, type MetricPoint, type OnError } from '@plimsoll/core'
import type { FamilyReader } from '../families/family-reader.js'
import { mergePoints } from '../families/merge-points.js'
import type { MetricsRegistry, RegistryMetric, RegistryValue } from './metrics-registry.js'

/** Tells our collectors from those of the user, across copies of this package. */
const BRAND = Symbol.for('plimsoll.collector@1')

const OPEN_METRICS = 'application/openmetrics-text'

/** A metric as a registry of either client wants it. */
export interface RegistryCollector {
  name: string
  readonly help: string
  readonly type: string
  readonly aggregator: RegistryMetric['aggregator']
  get(): RegistryMetric
  getForPromString(): RegistryMetric
  reset(): void
  /** Adds what another suite on the same registry counts under this name. */
  readonly [BRAND]: (reader: FamilyReader) => Closeable
}

/** The way to join a collector that is registered already, when it is one of ours. */
export function joinOf(metric: unknown): RegistryCollector[typeof BRAND] | undefined {
  return (metric as Partial<RegistryCollector> | undefined)?.[BRAND]
}

function toValues(points: readonly MetricPoint[]): RegistryValue[] {
  const values: RegistryValue[] = []
  for (const { name: metricName, labels = {}, value } of points) {
    if (!Number.isFinite(value)) continue
    values.push(metricName === undefined ? { value, labels } : { value, labels, metricName })
  }
  return values
}

/** How the clients' own cluster aggregation joins workers: ratios and states do not add up. */
function aggregatorOf({ name, type }: FamilyReader): RegistryMetric['aggregator'] {
  if (type !== 'gauge') return 'sum'
  if (name === 'nodejs_version_info' || name === 'process_start_time_seconds') return 'first'
  return name.startsWith('plimsoll_') || name.endsWith('_seconds') ? 'max' : 'sum'
}

/**
 * Wraps a reader as a plain object that both clients take.
 *
 * In OpenMetrics the registry strips `_total` from a counter's `name` before it asks for the values, and adds
 * it to each line: a collector that kept its name would be written as `_total_total`, and one that lost it
 * for good would be wrong once the content type is changed back. So the name never changes, and the text
 * form takes off the suffix when it is asked for OpenMetrics. `reset()` does nothing: the counts belong to
 * whoever counts them.
 */
export function registryCollector(
  reader: FamilyReader,
  registry: Pick<MetricsRegistry, 'contentType'>,
  onError: OnError,
): RegistryCollector {
  const { name, help, type } = reader
  const aggregator = aggregatorOf(reader)
  const readers = new Set([reader])
  let askedForOpenMetrics = false
  let failed = false

  const guarded = <T>(read: () => readonly T[]): readonly T[] => {
    try {
      return read()
    } catch (error) {
      if (!failed) onError(error)
      failed = true
      return []
    }
  }

  const values = (): RegistryValue[] => {
    const lists = [...readers].map((each) => guarded(() => each.read()))
    return toValues(lists.length === 1 ? (lists[0] ?? []) : mergePoints(type, lists))
  }

  const textValues = (): RegistryValue[] => {
    const [only] = readers
    const shared = readers.size === 1 && only?.readText !== undefined
    return shared ? [...guarded(() => only.readText?.() ?? [])] : values()
  }

  const metric = (under: string, written: RegistryValue[]): RegistryMetric => ({
    name: under,
    help,
    type,
    aggregator,
    values: written,
  })

  return {
    get name() {
      return name
    },
    set name(stripped: string) {
      askedForOpenMetrics = stripped !== name
    },
    help,
    type,
    aggregator,
    get: () => metric(name, values()),
    getForPromString() {
      const open = askedForOpenMetrics || registry.contentType.startsWith(OPEN_METRICS)
      askedForOpenMetrics = false
      return metric(open && type === 'counter' ? name.replace(/_total$/, '') : name, textValues())
    },
    reset() {},
    [BRAND](joining) {
      readers.add(joining)
      return closeable(() => readers.delete(joining))
    },
  }
}

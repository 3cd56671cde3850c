import type { RegistryValue } from '../registry/metrics-registry.js'
import type { WorkerMetric } from './messages.js'

interface Sum {
  readonly help: string
  readonly type: string
  readonly values: Map<string, RegistryValue>
}

const keyOf = ({ metricName = '', labels = {} }: RegistryValue): string =>
  JSON.stringify([metricName, ...Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))])

/** Quantiles of several workers have no sum; the sum and count of a summary have. */
const addsUp = (type: string, { metricName }: RegistryValue): boolean =>
  type === 'counter' || type === 'histogram' || (type === 'summary' && metricName !== undefined)

/** Counters, histograms and the counts of summaries of several workers, added up. */
export class SummedMetrics {
  readonly #sums = new Map<string, Sum>()

  add(metrics: readonly WorkerMetric[]): void {
    for (const { name, help, type, values } of metrics) {
      for (const value of values) {
        if (!addsUp(type, value)) continue
        const sum = this.#sumOf(name, help, type)
        const key = keyOf(value)
        const before = sum.values.get(key)?.value ?? 0
        sum.values.set(key, { ...value, labels: value.labels ?? {}, value: before + value.value })
      }
    }
  }

  toMetrics(): WorkerMetric[] {
    return [...this.#sums].map(([name, { help, type, values }]) => ({
      name,
      help,
      type,
      values: [...values.values()],
    }))
  }

  #sumOf(name: string, help: string, type: string): Sum {
    const known = this.#sums.get(name)
    if (known !== undefined) return known
    const sum: Sum = { help, type, values: new Map() }
    this.#sums.set(name, sum)
    return sum
  }
}

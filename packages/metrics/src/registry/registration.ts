import type { Closeable, Logger, OnError } from '@plimsoll/core'
import type { FamilyReader } from '../families/family-reader.js'
import type { MetricsRegistry } from './metrics-registry.js'
import { joinOf, type RegistryCollector, registryCollector } from './registry-collector.js'

/**
 * Keeps readers registered in a registry that others write to as well.
 *
 * A name that is taken by a metric of the application's stays the application's, with one warning in all.
 * `keep` may be called again and again: what was cleared away comes back, what was taken is left alone.
 */
export class Registration implements Closeable {
  readonly #registry: MetricsRegistry
  readonly #logger: Pick<Logger, 'warn'>
  readonly #onError: OnError
  readonly #ours = new Map<string, RegistryCollector>()
  /** Collectors of other suites that we count into, by name. */
  readonly #joined = new Map<string, { readonly collector: unknown; readonly lease: Closeable }>()
  #warned = false

  constructor(registry: MetricsRegistry, logger: Pick<Logger, 'warn'>, onError: OnError) {
    this.#registry = registry
    this.#logger = logger
    this.#onError = onError
  }

  /** Registers those of the readers that are not registered. */
  keep(readers: Iterable<FamilyReader>): void {
    const taken: string[] = []
    for (const reader of readers) if (!this.#keepOne(reader)) taken.push(reader.name)
    if (taken.length === 0 || this.#warned) return
    this.#warned = true
    this.#logger.warn(
      `plimsoll: the registry has metrics of these names already, they are left as they are: ${taken.join(', ')}`,
    )
  }

  /** Whether what was registered first is still there: a registry that was cleared has lost it. */
  get complete(): boolean {
    const [first] = this.#ours
    return first === undefined || this.#registry.getSingleMetric(first[0]) === first[1]
  }

  close(): void {
    for (const [name, collector] of this.#ours) {
      if (this.#registry.getSingleMetric(name) === collector) this.#registry.removeSingleMetric(name)
    }
    this.#ours.clear()
    for (const { lease } of this.#joined.values()) lease.close()
    this.#joined.clear()
  }

  [Symbol.dispose](): void {
    this.close()
  }

  /** Whether the name is ours, or another suite's that tells the same. */
  #keepOne(reader: FamilyReader): boolean {
    const { name } = reader
    const existing = this.#registry.getSingleMetric(name)
    const ours = this.#ours.get(name)
    if (existing === undefined) {
      const collector = ours ?? registryCollector(reader, this.#registry, this.#onError)
      this.#registry.registerMetric(collector as never)
      this.#ours.set(name, collector)
      return true
    }
    if (existing === ours) return true
    const join = joinOf(existing)
    if (join === undefined) return false
    if (reader.addsUp === true && this.#joined.get(name)?.collector !== existing) {
      this.#joined.get(name)?.lease.close()
      this.#joined.set(name, { collector: existing, lease: join(reader) })
    }
    return true
  }
}

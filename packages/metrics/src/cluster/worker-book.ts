import type { WorkerMetric } from './messages.js'
import { SummedMetrics } from './summed-metrics.js'

interface Entry {
  /** A small number that the next worker takes over: ids grow with every restart, labels must not. */
  readonly slot: number
  round: number
  metrics: readonly WorkerMetric[]
}

/** How many workers are in which state. */
export interface WorkerStates {
  readonly answered: number
  readonly stale: number
  readonly dead: number
}

/**
 * The last figures of every worker, and the sums of those that are gone.
 *
 * What was counted stays counted: a sum that fell whenever a worker was late or died would look like a
 * counter reset, and a rate over it like a burst.
 */
export class WorkerBook {
  readonly #entries = new Map<number, Entry>()
  readonly #departed = new SummedMetrics()
  #dead = 0

  record(workerId: number, round: number, metrics: readonly WorkerMetric[]): void {
    const entry = this.#entries.get(workerId)
    if (entry === undefined) {
      this.#entries.set(workerId, { slot: this.#freeSlot(), round, metrics })
      return
    }
    if (round < entry.round) return
    entry.round = round
    entry.metrics = metrics
  }

  bury(workerId: number): void {
    this.#dead += 1
    const entry = this.#entries.get(workerId)
    if (entry === undefined) return
    this.#entries.delete(workerId)
    this.#departed.add(entry.metrics)
  }

  /** Who answered in this round, of those that were asked. */
  states(round: number, asked: number): WorkerStates {
    const answered = [...this.#entries.values()].filter((entry) => entry.round >= round).length
    return { answered, stale: Math.max(0, asked - answered), dead: this.#dead }
  }

  /** All workers in one. Gauges carry the worker's slot; those of a worker that did not answer are left out. */
  merged(round: number): WorkerMetric[] {
    const sums = new SummedMetrics()
    sums.add(this.#departed.toMetrics())
    const gauges = new Map<string, WorkerMetric>()
    for (const { slot, metrics, round: last } of this.#entries.values()) {
      sums.add(metrics)
      if (last >= round) for (const metric of metrics) addGauge(gauges, metric, slot)
    }
    return [...sums.toMetrics(), ...gauges.values()]
  }

  #freeSlot(): number {
    const taken = new Set([...this.#entries.values()].map(({ slot }) => slot))
    let slot = 1
    while (taken.has(slot)) slot += 1
    return slot
  }
}

function addGauge(gauges: Map<string, WorkerMetric>, metric: WorkerMetric, slot: number): void {
  if (metric.type !== 'gauge') return
  const values = metric.values.map((value) => ({
    ...value,
    labels: { ...value.labels, worker: String(slot) },
  }))
  const known = gauges.get(metric.name)
  gauges.set(metric.name, { ...metric, values: [...(known?.values ?? []), ...values] })
}

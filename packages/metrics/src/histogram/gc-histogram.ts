import type { GcEvent } from '@plimsoll/core'
import type { FamilyReader } from '../families/family-reader.js'
import { BucketTable } from './bucket-table.js'
import { histogramPoints } from './histogram-points.js'

const NAME = 'nodejs_gc_duration_seconds'
const KINDS = ['major', 'minor', 'incremental', 'weakcb'] as const satisfies readonly GcEvent['kind'][]
const BOUNDS_SECONDS = [0.001, 0.01, 0.1, 1, 2, 5]

/** How long collections took, by kind. Every collection counts, however many V8 reports at once. */
export class GcHistogram implements FamilyReader {
  readonly name = NAME
  readonly help = 'Duration of garbage collections in seconds, by kind.'
  readonly type = 'histogram'
  readonly labelNames = ['kind']
  readonly #table = new BucketTable(BOUNDS_SECONDS)
  readonly #rows = new Map(KINDS.map((kind) => [kind as GcEvent['kind'], this.#table.addSeries()]))

  add(event: GcEvent): void {
    const row = this.#rows.get(event.kind)
    if (row !== undefined) this.#table.record(row, Math.max(0, event.durationMs / 1000))
  }

  read() {
    return [...this.#rows].flatMap(([kind, row]) => histogramPoints(NAME, this.#table, row, { kind }))
  }
}

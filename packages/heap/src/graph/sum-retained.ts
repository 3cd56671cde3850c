import { type SnapshotColumns, WIDE } from '../parse/columns.js'
import type { ClassTotals } from './class-totals.js'
import type { Dominance } from './dominance.js'
import type { GraphKernel } from './graph-kernel.js'
import { SLICE } from './slice.js'

/** Adds up what each node and each class retains. */
export function* sumRetained(
  columns: SnapshotColumns,
  dominance: Dominance,
  totals: ClassTotals,
  kernel: GraphKernel,
): Generator<void> {
  const { nodeCount } = columns
  const { extents, order } = totals
  for (let from = 0; from < nodeCount; from += SLICE) {
    kernel.placeNodes(columns, dominance, totals, from, Math.min(nodeCount, from + SLICE))
    yield
  }
  for (const [row, bytes] of columns.wideSizes) {
    const number = dominance.numberOf[row] as number
    const code = totals.classOf[number] as number
    dominance.retained[number] = bytes
    totals.shallow[code] = (totals.shallow[code] as number) + bytes - WIDE
  }
  for (let from = nodeCount; from > 1; from -= SLICE) {
    kernel.addUp(dominance, totals, from, Math.max(1, from - SLICE))
    yield
  }
  order[0] = 1
  extents[1] = 1
  for (let from = 2; from <= nodeCount; from += SLICE) {
    kernel.arrange(dominance, totals, from, Math.min(nodeCount + 1, from + SLICE))
    yield
  }
  for (let from = 0; from < nodeCount; from += SLICE) {
    kernel.sumClasses(dominance, totals, from, Math.min(nodeCount, from + SLICE))
    yield
  }
}

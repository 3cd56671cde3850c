import type { Arena } from '../parse/arena.js'
import type { SnapshotColumns } from '../parse/columns.js'
import { type ClassSummary, summarizeClasses } from './class-summary.js'
import { documentTrees } from './document-trees.js'
import type { Dominance } from './dominance.js'
import { findDominators } from './find-dominators.js'
import type { GraphKernel } from './graph-kernel.js'
import { graphMemory } from './graph-memory.js'

/** A parsed snapshot, as far as its graph goes. Ephemerons are settled. */
export interface Graph {
  readonly columns: SnapshotColumns
  readonly stringCount: number
  /** Decodes a string. */
  readonly text: (index: number) => string
  readonly kernel: GraphKernel
  readonly arena: Arena
  /** A column that nobody needs any more, see `graphMemory`. */
  readonly spare: Uint32Array | undefined
}

export interface Analysis {
  readonly dominance: Dominance
  readonly unreachableCount: number
  /** Largest retained size first. */
  readonly classes: readonly ClassSummary[]
  /** Not needed any more: by row, by row, and a bit a row. */
  readonly free: { readonly first: Uint32Array; readonly second: Uint32Array; readonly bits: Uint32Array }
}

/** Finds dominators, retained sizes and classes. Yields every some tens of milliseconds. */
export function* analyze(graph: Graph): Generator<void, Analysis> {
  const { columns, kernel, arena } = graph
  const memory = graphMemory(arena, columns.nodeCount, graph.spare)
  const { numbering } = memory
  const unreachableCount = yield* findDominators({
    edges: columns,
    numbering,
    kernel,
    pageRoots: documentTrees(graph),
    predecessorsFor: memory.predecessors,
  })
  const dominance: Dominance = {
    numberOf: numbering.numberOf,
    rowOf: memory.order,
    dominatorOf: numbering.parentOf,
    retained: memory.retained(),
  }
  const classes = yield* summarizeClasses(graph, dominance, memory)
  kernel.invert(dominance, 0, columns.nodeCount)
  const free = { first: memory.extents, second: memory.classOf, bits: numbering.owned }
  return { dominance, unreachableCount, classes, free }
}

import type { Arena } from '../parse/arena.js'
import type { SnapshotColumns } from '../parse/columns.js'
import { type ClassSummary, summarizeClasses } from './class-summary.js'
import { documentTrees } from './document-trees.js'
import type { Dominance } from './dominance.js'
import { findDominators } from './find-dominators.js'
import type { GraphKernel } from './graph-kernel.js'
import { graphMemory } from './graph-memory.js'
import type { RetainerTree } from './retainer-tree.js'
import { SLICE } from './slice.js'

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
  /** For `findRetainers` to fill, in memory that has served its purpose. */
  readonly tree: RetainerTree
}

/** Finds dominators, retained sizes and classes. Yields every few milliseconds. */
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
  for (let from = 0; from < columns.nodeCount; from += SLICE) {
    kernel.invert(dominance, from, Math.min(columns.nodeCount, from + SLICE))
    yield
  }
  const { owned: found, state } = numbering
  found.fill(0)
  const tree = { retainers: memory.extents, queue: memory.classOf, found, state }
  return { dominance, unreachableCount, classes, tree }
}

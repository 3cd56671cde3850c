import { type Analysis, analyze } from '../../src/graph/analyze.js'
import type { GraphKernel } from '../../src/graph/graph-kernel.js'
import { graphKernelOf } from '../../src/graph/graph-kernel-of.js'
import { graphBytes } from '../../src/graph/graph-memory.js'
import { findRetainers } from '../../src/graph/retainer-tree.js'
import { createKernel } from '../../src/kernel/create-kernel.js'
import type { Kernel } from '../../src/kernel/kernel.js'
import type { Arena } from '../../src/parse/arena.js'
import type { SnapshotColumns } from '../../src/parse/columns.js'

export const KERNELS = ['wasm', 'javascript'] as const

export interface PlacedGraph {
  readonly columns: SnapshotColumns
  readonly edgeNames: Uint32Array
  readonly kernel: GraphKernel
  readonly arena: Arena
}

const SMALL_BYTES = 4_000_000
/** Small graphs share the memory of one kernel, one after the other: what it held before must not matter. */
const shared = new Map<string, { readonly kernel: Kernel; readonly mark: number }>()

function kernelFor(name: Kernel['name'], bytes: number): Kernel {
  if (bytes > SMALL_BYTES) return createKernel(bytes, name)
  let found = shared.get(name)
  if (found === undefined) {
    const kernel = createKernel(SMALL_BYTES, name)
    found = { kernel, mark: kernel.arena.mark() }
    shared.set(name, found)
  }
  found.kernel.arena.release(found.mark)
  return found.kernel
}

/** Columns that were made by hand, in the memory of a kernel. */
export function placedIn(name: Kernel['name'], made: SnapshotColumns): PlacedGraph {
  const { nodeCount, edgeCount } = made
  const { arena, exports } = kernelFor(
    name,
    17 * nodeCount + 8 * edgeCount + graphBytes(nodeCount, edgeCount, false) + 4096,
  )
  const copied = (from: Uint32Array): Uint32Array => {
    const to = arena.uint32(from.length)
    to.set(from)
    return to
  }
  const nodeKinds = arena.uint8(nodeCount)
  nodeKinds.set(made.nodeKinds)
  const columns = {
    ...made,
    nodeKinds,
    nodeNames: copied(made.nodeNames),
    nodeIds: copied(made.nodeIds),
    nodeSizes: copied(made.nodeSizes),
    firstEdges: copied(made.firstEdges),
    edgeTargets: copied(made.edgeTargets),
  }
  const edgeNames = copied(made.edgeNames ?? new Uint32Array(0))
  return { columns, edgeNames, kernel: graphKernelOf({ exports }), arena }
}

/** Dominators and all that follows, with `class N` for the name of string N. */
export function analyzePlaced({ columns, kernel, arena }: PlacedGraph, stringCount = 8): Analysis {
  const text = (index: number): string => `class ${index}`
  const analysis = finish(analyze({ columns, stringCount, text, kernel, arena, spare: undefined }))
  finish(findRetainers(columns, analysis.tree, kernel))
  return analysis
}

export function analysisOf(name: Kernel['name'], made: SnapshotColumns, stringCount?: number): Analysis {
  return analyzePlaced(placedIn(name, made), stringCount)
}

export function finish<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** By row. */
export const dominatorsOf = ({ dominance }: Analysis): number[] =>
  Array.from(
    dominance.numberOf,
    (number) => dominance.rowOf[dominance.dominatorOf[number] as number] as number,
  )

/** By row. */
export const retainedOf = ({ dominance }: Analysis): number[] =>
  Array.from(dominance.numberOf, (number) => dominance.retained[number] as number)

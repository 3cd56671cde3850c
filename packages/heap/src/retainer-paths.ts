import { graphKernelOf } from './graph/graph-kernel-of.js'
import { findRetainers, type RetainerTree } from './graph/retainer-tree.js'
import { hasBit } from './graph/row-bits.js'
import { EDGE_KINDS, type EdgeKind } from './parse/kinds.js'
import type { ParsedSnapshot } from './parse/parsed-snapshot.js'

/** A row on a way from the root, and the edge that leads to it from the row before. */
export interface PathStep {
  readonly row: number
  readonly edge?: string | number
  readonly edgeKind?: EdgeKind
}

/** The shortest ways to nodes, found as far as it takes to answer. */
export class RetainerPaths {
  readonly #parsed: ParsedSnapshot
  readonly #tree: RetainerTree
  readonly #search: Generator<void, void>

  constructor(parsed: ParsedSnapshot, tree: RetainerTree) {
    this.#parsed = parsed
    this.#tree = tree
    this.#search = findRetainers(parsed.columns, tree, graphKernelOf(parsed.kernel))
  }

  /** From the root; `undefined` where no way leads. */
  to(row: number): PathStep[] | undefined {
    const { columns } = this.#parsed
    // The search goes on where the last question left it.
    let ended: boolean | undefined = false
    while (!ended && !hasBit(this.#tree.found, row)) ended = this.#search.next().done
    const steps: PathStep[] = []
    for (let at = row; at !== 0; ) {
      const edge = (this.#tree.retainers[at] as number) - 1
      if (edge < 0) return undefined
      const edgeKind = EDGE_KINDS[(columns.edgeTargets[edge] as number) & 7] ?? 'other'
      steps.push({ row: at, edge: this.#parsed.edgeName(edge), edgeKind })
      at = sourceOf(columns.firstEdges, edge)
    }
    return [{ row: 0 }, ...steps.reverse()]
  }
}

/** The row whose edges an edge is among. */
function sourceOf(firstEdges: Uint32Array, edge: number): number {
  let low = 0
  let high = firstEdges.length - 1
  while (high - low > 1) {
    const middle = (low + high) >>> 1
    if ((firstEdges[middle] as number) <= edge) low = middle
    else high = middle
  }
  return low
}

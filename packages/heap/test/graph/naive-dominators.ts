import type { MadeEdge } from './made-graph.js'

/**
 * Dominators as they are defined: take a node away, and see what can no longer be reached. The rules of what holds are
 * those of the DevTools front end, written down edge by edge.
 */
export class NaiveDominators {
  readonly dominators: number[]
  readonly unreachableCount: number
  readonly #holding: MadeEdge[]
  readonly #count: number
  readonly #starts: number[]

  constructor(nodeCount: number, edges: readonly MadeEdge[], isTableSide: (edge: MadeEdge) => boolean) {
    this.#count = nodeCount
    const page = closure(
      edges
        .filter((edge) => edge.from === 0 && edge.kind === 'shortcut' && !isTableSide(edge))
        .map(({ to }) => to),
      edges.filter(({ kind }) => kind !== 'weak'),
    )
    this.#holding = edges.filter((edge) => {
      if (isTableSide(edge) || edge.kind === 'weak' || edge.from === edge.to) return false
      if (edge.from === 0) return true
      return edge.kind !== 'shortcut' && (page.has(edge.from) || !page.has(edge.to))
    })
    this.#starts = [0]
    const fromRoot = this.#reached(-1)
    this.unreachableCount = nodeCount - fromRoot.size
    const held = new Set(this.#holding.map(({ to }) => to))
    for (let node = 1; node < nodeCount; node++) if (!held.has(node)) this.#starts.push(node)
    const reachable = this.#reached(-1)
    const dominated = Array.from({ length: nodeCount }, (_, node) => {
      const left = node === 0 ? new Set<number>() : this.#reached(node)
      return new Set([...reachable].filter((other) => !left.has(other)))
    })
    this.dominators = Array.from({ length: nodeCount }, (_, node) => {
      if (!reachable.has(node)) return 0
      const above = [...dominated.keys()].filter((other) => other !== node && dominated[other]?.has(node))
      // The nearest dominator is the one that dominates least.
      return above.reduce(
        (best, other) => ((dominated[other]?.size ?? 0) < (dominated[best]?.size ?? 0) ? other : best),
        0,
      )
    })
  }

  retained(sizes: readonly number[]): number[] {
    const sums = sizes.map(() => 0)
    for (let node = 0; node < this.#count; node++) {
      for (const above of this.chain(node)) sums[above] = (sums[above] ?? 0) + (sizes[node] ?? 0)
    }
    return sums
  }

  /** A node and all its dominators, up to the root. */
  chain(node: number): number[] {
    return node === 0 ? [0] : [node, ...this.chain(this.dominators[node] ?? 0)]
  }

  #reached(without: number): Set<number> {
    const edges = this.#holding.filter(({ from, to }) => from !== without && to !== without)
    return closure(
      this.#starts.filter((node) => node !== without),
      edges,
    )
  }
}

function closure(starts: readonly number[], edges: readonly MadeEdge[]): Set<number> {
  const found = new Set(starts)
  for (const node of found) for (const { from, to } of edges) if (from === node) found.add(to)
  return found
}

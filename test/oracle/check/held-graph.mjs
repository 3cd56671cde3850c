// What holds what in a snapshot, written a second time and the plain way, to check by.
export const EDGE_CODES = ['context', 'element', 'property', 'internal', 'hidden', 'shortcut', 'weak']
const [INTERNAL, SHORTCUT, WEAK] = ['internal', 'shortcut', 'weak'].map((kind) => EDGE_CODES.indexOf(kind))

/**
 * @param graph `firstEdges` (one more than nodes), `edgeTargets` (row times eight plus edge code), `edgeNames`,
 *   `nodeIds`, `tableOf(name)` the id of the WeakMap whose entry an edge of that name is, `pageRoots` rows that a
 *   page owns beside those the root's shortcuts lead to
 */
export class HeldGraph {
  constructor(graph) {
    Object.assign(this, graph)
    this.nodeCount = graph.firstEdges.length - 1
    this.owned = this.#ownedByPage()
  }

  /** Whether an edge keeps its target alive, as the front end decides it. */
  holds(source, edge) {
    const target = this.edgeTargets[edge]
    const kind = target & 7
    const row = target >>> 3
    if (kind === WEAK || row === source) return false
    if (kind === INTERNAL && this.tableOf(this.edgeNames[edge]) === this.nodeIds[source]) return false
    if (source === 0) return true
    return kind !== SHORTCUT && !(this.owned[row] && !this.owned[source])
  }

  /** One byte a row: what `starts` lead to over edges that hold, without going through `removed`. */
  reach(starts, removed = -1, reached = new Uint8Array(this.nodeCount)) {
    const stack = []
    const enter = (row) => {
      if (reached[row] || row === removed) return
      reached[row] = 1
      stack.push(row)
    }
    starts.forEach(enter)
    while (stack.length > 0) {
      const source = stack.pop()
      const end = this.firstEdges[source + 1]
      for (let edge = this.firstEdges[source]; edge < end; edge++) {
        const target = this.edgeTargets[edge] >>> 3
        if (!reached[target] && this.holds(source, edge)) enter(target)
      }
    }
    return reached
  }

  /**
   * Rows that no edge that holds leads to, but for edges among themselves; and the orphans, whom nothing at all
   * holds: they count as held by the root.
   */
  circles() {
    const held = new Uint8Array(this.nodeCount)
    for (let source = 0; source < this.nodeCount; source++) {
      const end = this.firstEdges[source + 1]
      for (let edge = this.firstEdges[source]; edge < end; edge++) {
        if (this.holds(source, edge)) held[this.edgeTargets[edge] >>> 3] = 1
      }
    }
    const orphans = []
    for (let row = 1; row < this.nodeCount; row++) if (!held[row]) orphans.push(row)
    const reached = this.reach([0, ...orphans])
    const rows = new Set()
    for (let row = 1; row < this.nodeCount; row++) if (!reached[row]) rows.add(row)
    return { rows, orphans }
  }

  #ownedByPage() {
    const owned = new Uint8Array(this.nodeCount)
    const stack = []
    const enter = (row) => {
      if (owned[row]) return
      owned[row] = 1
      stack.push(row)
    }
    for (let edge = 0; edge < this.firstEdges[1]; edge++) {
      if ((this.edgeTargets[edge] & 7) === SHORTCUT) enter(this.edgeTargets[edge] >>> 3)
    }
    this.pageRoots.forEach(enter)
    while (stack.length > 0) {
      const source = stack.pop()
      for (let edge = this.firstEdges[source]; edge < this.firstEdges[source + 1]; edge++) {
        if ((this.edgeTargets[edge] & 7) !== WEAK) enter(this.edgeTargets[edge] >>> 3)
      }
    }
    return owned
  }
}

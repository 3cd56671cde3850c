import type { Analysis } from './graph/analyze.js'
import { className } from './graph/class-name.js'
import type { ClassSummary } from './graph/class-summary.js'
import { findLargest } from './graph/find-largest.js'
import { DETACHED_SHIFT, KIND_BITS } from './graph/node-codes.js'
import type { HeapNode, HeapSnapshot, RetainerStep } from './heap-snapshot.js'
import { NODE_KINDS, type NodeKind } from './parse/kinds.js'
import { IS_CONTENT } from './parse/needed-strings.js'
import type { ParsedSnapshot } from './parse/parsed-snapshot.js'
import { RememberedTexts } from './parse/remembered-texts.js'
import { RetainerPaths } from './retainer-paths.js'
import { RowIndex } from './row-index.js'
import { SnapshotError } from './snapshot-error.js'

const DETACHED = 2 << DETACHED_SHIFT
/** What tells a snapshot of ours, also one that another copy of this package has opened. */
const PARSED = Symbol.for('plimsoll.heap.parsed')
/** Where it can be read again; a stream cannot. */
const PATH = Symbol.for('plimsoll.heap.path')

/** All that is let go of at the end. */
interface Opened {
  readonly parsed: ParsedSnapshot
  readonly analysis: Analysis
  readonly rows: RowIndex
  readonly paths: RetainerPaths
  readonly names: RememberedTexts
}

/** What was found out about a snapshot, for questions by id. */
export class AnalyzedSnapshot implements HeapSnapshot {
  readonly nodeCount: number
  readonly edgeCount: number
  readonly totalBytes: number
  readonly unreachableCount: number
  #opened: Opened | undefined

  readonly [PATH]: string | undefined

  constructor(parsed: ParsedSnapshot, analysis: Analysis, path: string | undefined) {
    this[PATH] = path
    this.nodeCount = parsed.columns.nodeCount
    this.edgeCount = parsed.columns.edgeCount
    this.totalBytes = analysis.dominance.retained[1] as number
    this.unreachableCount = analysis.unreachableCount
    const rows = new RowIndex(parsed.columns)
    this.#opened = {
      parsed,
      analysis,
      rows,
      paths: new RetainerPaths(parsed, analysis.tree),
      names: new RememberedTexts(),
    }
  }

  get [PARSED](): ParsedSnapshot {
    return this.#open().parsed
  }

  classes(): readonly ClassSummary[] {
    return this.#open().analysis.classes
  }

  largest(count = 20, ofClass?: string): HeapNode[] {
    const { dominance } = this.#open().analysis
    const rows = findLargest(dominance, this.nodeCount, count, this.#isOfClass(ofClass))
    return rows.map((row) => this.#nodeAt(row))
  }

  node(id: number): HeapNode | undefined {
    const row = this.#rowOf(id)
    return row < 0 ? undefined : this.#nodeAt(row)
  }

  retainedBytes(id: number): number | undefined {
    const row = this.#rowOf(id)
    return row < 0 ? undefined : this.#retainedAt(row)
  }

  dominator(id: number): HeapNode | undefined {
    const row = this.#rowOf(id)
    if (row < 0) return undefined
    const { numberOf, rowOf, dominatorOf } = this.#open().analysis.dominance
    return this.#nodeAt(rowOf[dominatorOf[numberOf[row] as number] as number] as number)
  }

  retainerPath(id: number): RetainerStep[] | undefined {
    const row = this.#rowOf(id)
    const steps = row < 0 ? undefined : this.#open().paths.to(row)
    return steps?.map(({ row: at, ...edge }) => ({ ...this.#nodeAt(at), ...edge }))
  }

  text(id: number): string | undefined {
    const { parsed } = this.#open()
    const row = this.#rowOf(id)
    if (row < 0 || !isContent(parsed, row)) return undefined
    return parsed.strings.text(parsed.columns.nodeNames[row] as number)
  }

  close(): void {
    this.#opened?.parsed.close()
    this.#opened = undefined
  }

  [Symbol.dispose](): void {
    this.close()
  }

  #open(): Opened {
    if (this.#opened !== undefined) return this.#opened
    throw new SnapshotError('ERR_PLIMSOLL_SNAPSHOT_CLOSED', 'Expected an open snapshot: this one is closed')
  }

  #rowOf(id: number): number {
    return this.#open().rows.find(id)
  }

  #retainedAt(row: number): number {
    const { numberOf, retained } = this.#open().analysis.dominance
    return retained[numberOf[row] as number] as number
  }

  #nodeAt(row: number): HeapNode {
    const opened = this.#open()
    const { parsed } = opened
    const { nodeIds, nodeKinds, nodeSizes, wideIds, wideSizes } = parsed.columns
    const kind = kindAt(parsed, row)
    return {
      id: wideIds.get(row) ?? (nodeIds[row] as number),
      name: shownName(opened, row, kind),
      kind,
      shallowBytes: wideSizes.get(row) ?? (nodeSizes[row] as number),
      retainedBytes: this.#retainedAt(row),
      detached: ((nodeKinds[row] as number) & (3 << DETACHED_SHIFT)) === DETACHED,
    }
  }

  #isOfClass(wanted: string | undefined): (row: number) => boolean {
    if (wanted === undefined) return () => true
    const { parsed, names } = this.#open()
    const known = new Map<number, boolean>()
    return (row) => {
      const name = parsed.columns.nodeNames[row] as number
      const kind = kindAt(parsed, row)
      if (kind !== 'object' && kind !== 'native') return className(kind, () => '') === wanted
      const answer = known.get(name) ?? className(kind, () => names.text(parsed.strings, name)) === wanted
      known.set(name, answer)
      return answer
    }
  }
}

/** The parsed form of an open snapshot; `undefined` for what is none. */
export function parsedOf(snapshot: HeapSnapshot): ParsedSnapshot | undefined {
  return (snapshot as { [PARSED]?: ParsedSnapshot })[PARSED]
}

/** The path that a snapshot was opened by; `undefined` for a stream. */
export function pathOf(snapshot: HeapSnapshot): string | undefined {
  return (snapshot as { [PATH]?: string | undefined })[PATH]
}

/** Contents are no name; what has none is called by its class. */
function shownName({ parsed, names }: Opened, row: number, kind: NodeKind): string {
  const name = parsed.columns.nodeNames[row] as number
  const own = isContent(parsed, row) ? '' : names.text(parsed.strings, name)
  if (own !== '') return own
  return row === 0 ? '(root)' : className(kind, () => own)
}

function kindAt({ columns }: ParsedSnapshot, row: number): NodeKind {
  return NODE_KINDS[(columns.nodeKinds[row] as number) & KIND_BITS] ?? 'other'
}

function isContent({ columns }: ParsedSnapshot, row: number): boolean {
  return IS_CONTENT[(columns.nodeKinds[row] as number) & KIND_BITS] === 1
}

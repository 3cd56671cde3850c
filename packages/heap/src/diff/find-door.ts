import { OBJECT } from '../graph/node-codes.js'
import type { ParsedSnapshot } from '../parse/parsed-snapshot.js'
import type { EdgeNames } from './edge-names.js'
import { EDGE, NODE } from './grown-heap.js'
import type { PathRow } from './path-rows.js'
import { isNodes, type Scripts } from './scripts.js'

/** Whose an object is: what the application, a library of it included, holds, or what Node and V8 keep. */
export type ClusterOwner = 'application' | 'node'

/** Where on a path the code of somebody begins that a reader knows. */
export interface Door {
  readonly owner: ClusterOwner
  /** Place in the path. */
  readonly at: number
  readonly file: string | undefined
}

/** What holds the callback that runs while the snapshot is taken: whatever that is, it is not leaked. */
const RUNNING = 'execution_async_resources'
const RUNNING_ROOTS = ['(Stack roots)', '(Handle scope)']

/** Finds the nearest function, module or global above what grew. */
export class Doors {
  readonly #snapshot: ParsedSnapshot
  readonly #names: EdgeNames
  readonly #scripts: Scripts

  constructor(snapshot: ParsedSnapshot, names: EdgeNames, scripts: Scripts) {
    this.#snapshot = snapshot
    this.#names = names
    this.#scripts = scripts
  }

  find(path: readonly PathRow[]): Door {
    const door = this.#above(path)
    if (door.owner === 'application') return door
    if (path.some((step) => this.#isRunning(step))) return door
    const file = this.#codeBelow((path.at(-1) as PathRow).row)
    return file === undefined
      ? door
      : { ...door, owner: 'application', file: door.at === 0 ? file : door.file }
  }

  /** What the last step leads to may itself be from a file: it is not where it is held. */
  #above(path: readonly PathRow[]): Door {
    for (let at = path.length - 2; at > 0; at--) {
      const { row } = path[at] as PathRow
      const file = this.#fileAt(row)
      if (file !== undefined) return { owner: isNodes(file) ? 'node' : 'application', at, file }
      const name = this.#nameOf(row)
      const isRoot = name === 'global' || name.startsWith('global ') || name === 'Module'
      if (isRoot && this.#isProperty(path[at + 1] as PathRow)) return { owner: 'application', at, file }
    }
    const at = path.findLastIndex(({ row }) => this.#scripts.kindOf(row) === NODE.synthetic)
    return { owner: 'node', at: Math.max(at, 0), file: undefined }
  }

  #fileAt(row: number): string | undefined {
    const kind = this.#scripts.kindOf(row)
    if (kind === NODE.closure) return this.#scripts.fileOf(row)
    if (kind !== OBJECT || this.#nameOf(row) !== 'system / Context') return undefined
    // A context has no script, but the functions made in it have.
    for (const edge of this.#scripts.edgesOf(row)) {
      const child = this.#target(edge)
      if (this.#scripts.kindOf(child) !== NODE.closure) continue
      if (this.#scripts.childBy(child, EDGE.internal, 'context') !== row) continue
      const file = this.#scripts.fileOf(child)
      if (file !== undefined) return file
    }
    return undefined
  }

  /** A file of the application's that an object of Node's calls back to, or that its class is from. */
  #codeBelow(row: number): string | undefined {
    const own = this.#applicationFile(this.#scripts.constructorOf(row)) ?? this.#applicationFile(row)
    if (own !== undefined) return own
    for (const edge of this.#scripts.edgesOf(row)) {
      const file = this.#isHeld(edge) ? this.#applicationFile(this.#target(edge)) : undefined
      if (file !== undefined) return file
    }
    return undefined
  }

  #applicationFile(row: number | undefined): string | undefined {
    if (row === undefined || this.#scripts.kindOf(row) !== NODE.closure) return undefined
    const file = this.#scripts.fileOf(row)
    return file === undefined || isNodes(file) ? undefined : file
  }

  #isRunning({ row, edge }: PathRow): boolean {
    if (this.#scripts.kindOf(row) === NODE.synthetic) {
      return RUNNING_ROOTS.includes(this.#names.stringAt(this.#snapshot.columns.nodeNames[row] as number))
    }
    return edge >= 0 && this.#kind(edge) === EDGE.context && this.#names.text(edge) === RUNNING
  }

  #isProperty({ edge }: PathRow): boolean {
    return this.#kind(edge) === EDGE.property
  }

  #isHeld(edge: number): boolean {
    return this.#kind(edge) === EDGE.property || this.#kind(edge) === EDGE.element
  }

  #nameOf(row: number): string {
    if (this.#scripts.kindOf(row) !== OBJECT) return ''
    return this.#names.stringAt(this.#snapshot.columns.nodeNames[row] as number)
  }

  #kind(edge: number): number {
    return (this.#snapshot.columns.edgeTargets[edge] as number) & 7
  }

  #target(edge: number): number {
    return (this.#snapshot.columns.edgeTargets[edge] as number) >>> 3
  }
}

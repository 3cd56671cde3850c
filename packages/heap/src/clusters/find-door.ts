import { OBJECT } from '../graph/node-codes.js'
import type { ParsedSnapshot } from '../parse/parsed-snapshot.js'
import type { EdgeNames } from './edge-names.js'
import { EDGE, NODE } from './grown-heap.js'
import { ModuleFiles } from './module-files.js'
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
/** Of a realm: below it are V8's own tables, and what Node registered with them, whichever function led to it. */
const REALM = 'system / NativeContext'
/** Steps above what grew in which the application's own objects are looked for. */
const NEAR = 32

/** Finds the nearest function, module or global above what grew. */
export class Doors {
  readonly #snapshot: ParsedSnapshot
  readonly #names: EdgeNames
  readonly #scripts: Scripts
  readonly #modules: ModuleFiles

  constructor(snapshot: ParsedSnapshot, names: EdgeNames, scripts: Scripts) {
    this.#snapshot = snapshot
    this.#names = names
    this.#scripts = scripts
    this.#modules = new ModuleFiles(snapshot, names)
  }

  /** @param known place in the path of the object that holds what is new */
  find(path: readonly PathRow[], known: number): Door {
    const door = this.#above(path, Math.min(known, path.length - 2))
    if (door.owner === 'application') return door
    if (this.#isRunning(path[known] as PathRow)) return door
    const isCode = this.#scripts.applicationCode((path.at(-1) as PathRow).row) !== undefined
    return isCode ? { ...door, owner: 'application' } : door
  }

  #above(path: readonly PathRow[], from: number): Door {
    let instance: Door | undefined
    for (let at = from; at > 0; at--) {
      if (this.#isRealm(path[at] as PathRow)) break
      const door = this.#doorAt(path, at)
      if (door?.owner === 'application') return door
      if (door !== undefined) return instance ?? door
      if (instance === undefined && from - at < NEAR) instance = this.#instanceAt(path, at)
    }
    if (instance !== undefined) return instance
    const at = path.findLastIndex(({ row }) => this.#scripts.kindOf(row) === NODE.synthetic)
    return { owner: 'node', at: Math.max(at, 0), file: undefined }
  }

  #doorAt(path: readonly PathRow[], at: number): Door | undefined {
    const { row } = path[at] as PathRow
    const file = this.#fileAt(row)
    if (file !== undefined) return { owner: isNodes(file) ? 'node' : 'application', at, file }
    const below = path[at + 1]
    if (below === undefined || this.#kind(below.edge) !== EDGE.property) return undefined
    const name = this.#nameOf(row)
    if (name === 'Module') return { owner: 'application', at, file: this.#modules.of(row) }
    if (name === 'global' || name.startsWith('global ')) return { owner: 'application', at, file }
    // Node, too, keeps things there: whose they are is told by what they are.
    return name === 'process' ? { owner: 'node', at, file } : undefined
  }

  /** An object of a class of the application's: where its file is told when nothing nearer to the root tells one. */
  #instanceAt(path: readonly PathRow[], at: number): Door | undefined {
    const { row } = path[at] as PathRow
    if (this.#scripts.kindOf(row) !== OBJECT) return undefined
    const maker = this.#scripts.constructorOf(row)
    const file = maker === undefined ? undefined : this.#scripts.fileOf(maker)
    return file === undefined || isNodes(file) ? undefined : { owner: 'application', at, file }
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

  #isRealm({ row }: PathRow): boolean {
    if (this.#scripts.kindOf(row) !== NODE.hidden) return false
    return this.#names.stringAt(this.#snapshot.columns.nodeNames[row] as number) === REALM
  }

  #isRunning({ row, edge }: PathRow): boolean {
    if (this.#scripts.kindOf(row) === NODE.synthetic) {
      return RUNNING_ROOTS.includes(this.#names.stringAt(this.#snapshot.columns.nodeNames[row] as number))
    }
    return edge >= 0 && this.#kind(edge) === EDGE.context && this.#names.text(edge) === RUNNING
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

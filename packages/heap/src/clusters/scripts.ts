import { KIND_BITS } from '../graph/node-codes.js'
import type { ParsedSnapshot } from '../parse/parsed-snapshot.js'
import { isOwnFile } from '../platform/own-file.js'
import type { EdgeNames } from './edge-names.js'
import { EDGE, NODE } from './grown-heap.js'

/** Edges of a node that are looked through for one of a name. */
const MOST_EDGES = 64

/** Finds the files that functions come from, through what V8 keeps of their code. */
export class Scripts {
  readonly #snapshot: ParsedSnapshot
  readonly #names: EdgeNames
  readonly #files = new Map<number, string | undefined>()

  constructor(snapshot: ParsedSnapshot, names: EdgeNames) {
    this.#snapshot = snapshot
    this.#names = names
  }

  /** The file of a function: a path, a `file:` URL, or `node:…` for Node's own; `undefined` for built-in ones. */
  fileOf(closure: number): string | undefined {
    const shared = this.childBy(closure, EDGE.internal, 'shared')
    if (shared === undefined) return undefined
    if (this.#files.has(shared)) return this.#files.get(shared)
    const file = this.#scriptOf(shared)
    this.#files.set(shared, file)
    return file
  }

  /** The function that made an object of a class. */
  constructorOf(row: number): number | undefined {
    const prototype = this.childBy(row, EDGE.property, '__proto__')
    if (prototype === undefined) return undefined
    const closure = this.childBy(prototype, EDGE.property, 'constructor')
    return closure !== undefined && this.kindOf(closure) === NODE.closure ? closure : undefined
  }

  /** Whether this is a function of this package, or an object of one of its classes. */
  isOurs(row: number): boolean {
    const closure = this.kindOf(row) === NODE.closure ? row : this.constructorOf(row)
    const file = closure === undefined ? undefined : this.fileOf(closure)
    return file !== undefined && isOwnFile(file)
  }

  /** A function of the application's: this one, what made an object of this class, or what it calls back. */
  applicationCode(row: number): number | undefined {
    const own = this.#applications(this.constructorOf(row)) ?? this.#applications(row)
    if (own !== undefined) return own
    const { edgeTargets } = this.#snapshot.columns
    for (const edge of this.edgesOf(row)) {
      const target = edgeTargets[edge] as number
      if ((target & 7) !== EDGE.property && (target & 7) !== EDGE.element) continue
      const callback = this.#applications(target >>> 3)
      if (callback !== undefined) return callback
    }
    return undefined
  }

  #applications(row: number | undefined): number | undefined {
    if (row === undefined || this.kindOf(row) !== NODE.closure) return undefined
    const file = this.fileOf(row)
    return file === undefined || isNodes(file) ? undefined : row
  }

  /** What an edge of this kind and name leads to. */
  childBy(row: number, kind: number, ...names: readonly string[]): number | undefined {
    const { edgeTargets } = this.#snapshot.columns
    for (const edge of this.edgesOf(row)) {
      const target = edgeTargets[edge] as number
      if ((target & 7) === kind && names.includes(this.#names.text(edge))) return target >>> 3
    }
    return undefined
  }

  /** The first edges of a node. */
  *edgesOf(row: number): Generator<number> {
    const { firstEdges } = this.#snapshot.columns
    const from = firstEdges[row] as number
    const end = Math.min(firstEdges[row + 1] as number, from + MOST_EDGES)
    for (let edge = from; edge < end; edge++) yield edge
  }

  kindOf(row: number): number {
    return (this.#snapshot.columns.nodeKinds[row] as number) & KIND_BITS
  }

  #scriptOf(shared: number): string | undefined {
    const script = this.childBy(shared, EDGE.internal, 'script', 'script_or_debug_info')
    if (script === undefined || this.kindOf(script) !== NODE.code) return undefined
    // With a debugger attached there is a record in between.
    const behind = this.childBy(script, EDGE.internal, 'script') ?? script
    const name = this.#names.stringAt(this.#snapshot.columns.nodeNames[behind] as number)
    return name === '' || name.startsWith('system / ') ? undefined : name
  }
}

/** Whether a file is Node's own. */
export function isNodes(file: string): boolean {
  return file.startsWith('node:')
}

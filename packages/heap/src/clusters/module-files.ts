import { KIND_BITS, OBJECT } from '../graph/node-codes.js'
import type { ParsedSnapshot } from '../parse/parsed-snapshot.js'
import type { EdgeNames } from './edge-names.js'
import { EDGE } from './grown-heap.js'

/**
 * Finds the files of CommonJS modules: `require.cache` has them under their paths, which are names of properties. A
 * module's own `filename` would be the content of a string.
 */
export class ModuleFiles {
  readonly #snapshot: ParsedSnapshot
  readonly #names: EdgeNames
  #files: ReadonlyMap<number, string> | undefined

  constructor(snapshot: ParsedSnapshot, names: EdgeNames) {
    this.#snapshot = snapshot
    this.#names = names
  }

  /** The file of a module's object; looks at every edge the first time. */
  of(row: number): string | undefined {
    this.#files ??= this.#find(this.#snapshot.columns.nodeNames[row] as number)
    return this.#files.get(row)
  }

  #find(className: number): Map<number, string> {
    const { edgeCount, edgeTargets, nodeNames, nodeKinds } = this.#snapshot.columns
    const files = new Map<number, string>()
    for (let edge = 0; edge < edgeCount; edge++) {
      const target = edgeTargets[edge] as number
      if ((target & 7) !== EDGE.property || nodeNames[target >>> 3] !== className) continue
      if (((nodeKinds[target >>> 3] as number) & KIND_BITS) !== OBJECT || files.has(target >>> 3)) continue
      const name = this.#names.text(edge)
      if (name.includes('/') || name.includes('\\')) files.set(target >>> 3, name)
    }
    return files
  }
}

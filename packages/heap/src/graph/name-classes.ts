import { NODE_KINDS } from '../parse/kinds.js'
import type { Graph } from './analyze.js'
import { className } from './class-name.js'
import { NATIVE, OBJECT } from './node-codes.js'
import { SLICE } from './slice.js'

/** Classes by number, from 1: 0 is for nodes of no bytes. */
export interface NamedClasses {
  readonly names: readonly string[]
  /** Of nodes of the kinds `object` and `native`: index of a name that one has, and the class. */
  readonly classOfName: ReadonlyMap<number, number>
  /** Of other nodes, by kind. */
  readonly classOfKind: readonly number[]
}

type NamedGraph = Pick<Graph, 'columns' | 'stringCount' | 'text' | 'kernel' | 'arena'>

/** So many names are gathered before they are decoded, and one entry for how many there are. */
const NAMES_LENGTH = 1_025

/** Numbers the classes that nodes are of; each string that names one is decoded once. */
export function* nameClasses(graph: NamedGraph): Generator<void, NamedClasses> {
  const codes = new Map<string, number>([['', 0]])
  const codeOf = (name: string): number => {
    const code = codes.get(name) ?? codes.size
    codes.set(name, code)
    return code
  }
  const classOfKind = NODE_KINDS.map((kind, code) =>
    code === OBJECT || code === NATIVE ? 0 : codeOf(className(kind, () => '')),
  )
  const classOfName = new Map<number, number>()
  const { columns, kernel, arena, stringCount, text } = graph
  const seen = arena.uint32((stringCount >>> 5) + 1).fill(0)
  const names = arena.uint32(NAMES_LENGTH)
  for (let row = 0; row < columns.nodeCount; ) {
    names[0] = 0
    row = kernel.findNames(columns, seen, names, row, Math.min(columns.nodeCount, row + SLICE))
    for (const name of names.subarray(1, (names[0] as number) + 1)) {
      classOfName.set(name, codeOf(className('object', () => text(name))))
    }
    yield
  }
  return { names: [...codes.keys()], classOfName, classOfKind }
}

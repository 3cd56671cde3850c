import { NODE_KINDS } from '../parse/kinds.js'
import { className } from './class-name.js'
import type { GraphNodes } from './graph-kernel.js'
import { KIND_BITS, NATIVE, OBJECT } from './node-codes.js'

/** Classes by number, from 1: 0 is for nodes of no bytes. */
export interface NamedClasses {
  readonly names: readonly string[]
  /** Of nodes of the kinds `object` and `native`: index of a name that one has, and the class. */
  readonly classOfName: ReadonlyMap<number, number>
  /** Of other nodes, by kind. */
  readonly classOfKind: readonly number[]
}

/** Numbers the classes that nodes are of; each string that names one is decoded once. */
export function nameClasses(
  nodes: GraphNodes,
  nodeCount: number,
  stringCount: number,
  text: (index: number) => string,
): NamedClasses {
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
  for (const name of namesOf(nodes, nodeCount, stringCount)) {
    classOfName.set(name, codeOf(className('object', () => text(name))))
  }
  return { names: [...codes.keys()], classOfName, classOfKind }
}

/** Indexes of the names that object and native nodes have, each once. */
function* namesOf(
  { nodeKinds, nodeNames }: GraphNodes,
  nodeCount: number,
  stringCount: number,
): Generator<number> {
  const seen = new Uint32Array((stringCount >>> 5) + 1)
  for (let row = 0; row < nodeCount; row++) {
    const kind = (nodeKinds[row] as number) & KIND_BITS
    if (kind !== OBJECT && kind !== NATIVE) continue
    const name = nodeNames[row] as number
    const word = seen[name >>> 5] as number
    const bit = 1 << (name & 31)
    if ((word & bit) !== 0) continue
    seen[name >>> 5] = word | bit
    yield name
  }
}

import { type CallTree, ROOT } from './call-tree.js'
import { type HeapFrame, isApplicationFrame, isCodeFrame } from './heap-frame.js'

/** What makes one site of many stacks. */
export type GroupBy = 'stack' | 'function' | 'code' | 'application'

/** Whether a site may be called after the function. */
export type IsSite = (frame: HeapFrame) => boolean

/** Which group each node of a tree belongs to. */
export interface Groups {
  /** By group, the function that it is called after. */
  readonly heads: readonly HeapFrame[]
  /** By node. */
  readonly groupOf: Uint32Array
}

/**
 * Puts the nodes of a tree into groups, callers before callees. A stack in which no function fits goes by its
 * innermost one; with a test of the caller's own, by the innermost in code where there is one.
 */
export function groupNodes(tree: CallTree, by: GroupBy | IsSite): Groups {
  const chosen = innermost(tree, typeof by === 'function' ? by : FITS[by])
  const instead = typeof by === 'function' ? innermost(tree, FITS.code) : chosen
  const groupOf = new Uint32Array(tree.size)
  const groups = new Map<number, number>()
  const heads: HeapFrame[] = []
  for (let node = ROOT; node < tree.size; node += 1) {
    const head = (chosen[node] as number) || (instead[node] as number)
    const named = head === ROOT ? node : head
    const key = by === 'stack' ? node : tree.frameId(named)
    const known = groups.get(key)
    groupOf[node] = known ?? heads.length
    if (known !== undefined) continue
    groups.set(key, heads.length)
    heads.push(tree.frame(named))
  }
  return { heads, groupOf }
}

const FITS: Readonly<Record<GroupBy, (frame: HeapFrame) => boolean>> = {
  stack: ({ file }) => file !== '',
  function: ({ file }) => file !== '',
  code: isCodeFrame,
  application: isApplicationFrame,
}

/** By node, the innermost of itself and its callers whose function fits; 0 where there is none. */
function innermost(tree: CallTree, isSite: IsSite): Uint32Array {
  const fits = tree.frames.map(isSite)
  const chosen = new Uint32Array(tree.size)
  for (let node = ROOT; node < tree.size; node += 1) {
    chosen[node] = fits[tree.frameId(node)] ? node : (chosen[tree.parent(node)] as number)
  }
  return chosen
}

/** By group, the node that allocated most itself. */
export function heaviestNodes({ heads, groupOf }: Groups, nodeBytes: Float64Array): Uint32Array {
  const heaviest = new Uint32Array(heads.length)
  const most = new Float64Array(heads.length).fill(-1)
  for (const [node, group] of groupOf.entries()) {
    const own = nodeBytes[node] as number
    if (own <= (most[group] as number)) continue
    most[group] = own
    heaviest[group] = node
  }
  return heaviest
}
